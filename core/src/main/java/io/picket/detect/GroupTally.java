package io.picket.detect;

import io.picket.alert.ThresholdEvidence;
import io.picket.alert.ThresholdResult;
import io.picket.alert.ThresholdResult.Distinct;
import io.picket.alert.ThresholdSightings;
import io.picket.alert.ThresholdSightings.Contact;
import io.picket.alert.ThresholdSightings.Outcome;
import io.picket.alert.ThresholdSightings.Seen;
import io.picket.alert.ThresholdSightings.Sources;
import io.picket.detect.ThresholdPlan.Source;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one group that met its threshold did: counts, distinct values, contacts, source events. Filled record by record,
 * in any order of equal times; words it names are kept alive until {@link #release}.
 */
final class GroupTally {

    /** Command lines kept. */
    static final int COMMANDS_MAX = 20;

    /** Distinct combinations of detail values kept. */
    static final int DETAILS_MAX = 1_000;

    private static final int SEEN_BYTES = 96;
    private static final int TALLY_BYTES = 16 << 10;

    /** One value or contact. */
    private static final class Mark {
        private long first;
        private long last;
        private long events;
        private int outcome;

        private Mark(long first, long last, long events, int outcome) {
            this.first = first;
            this.last = last;
            this.events = events;
            this.outcome = outcome;
        }

        private static Mark read(DataInputStream in) throws IOException {
            return new Mark(in.readLong(), in.readLong(), in.readLong(), in.readByte());
        }

        private void write(DataOutputStream out) throws IOException {
            out.writeLong(first);
            out.writeLong(last);
            out.writeLong(events);
            out.writeByte(outcome);
        }

        private void add(Sighting sighting) {
            first = Math.min(first, sighting.time);
            last = Math.max(last, sighting.time);
            events++;
            outcome = Math.max(outcome, sighting.outcome);
        }
    }

    private final ThresholdPlan plan;
    private final WindowDictionary words;
    private final WindowDictionary detailWords;
    private final Map<Integer, Mark> values = new HashMap<>();
    /** By target's word (or none) in the upper and port in the lower half. */
    private final Map<Long, Mark> contacts = new HashMap<>();

    private final Set<Integer> details = new HashSet<>();
    private final TreeSet<Timed> commands = new TreeSet<>();
    private final TreeSet<Timed> sample = new TreeSet<>();
    private long lastTime = Long.MIN_VALUE;
    private int lastForm;
    private long lastHigh;
    private long lastLow;
    private long count;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long contactsOmitted;
    private boolean complete = true;

    GroupTally(ThresholdPlan plan, Window window) {
        this.plan = plan;
        this.words = window.words;
        this.detailWords = window.details;
    }

    long count() {
        return count;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long distinct() {
        return values.size();
    }

    /** False when memory ran out and values went uncounted. */
    boolean isComplete() {
        return complete;
    }

    long stateBytes() {
        return TALLY_BYTES + SEEN_BYTES * ((long) values.size() + contacts.size());
    }

    /** Adds a record; with {@code mayGrow} false, only what is known already is counted on. */
    void add(Sighting sighting, boolean mayGrow) {
        if (sighting.isFirstInGroup) {
            count++;
            first = Math.min(first, sighting.time);
            last = Math.max(last, sighting.time);
            addSource(sighting);
            addDetail(sighting.detail);
            addCommand(sighting);
        }
        if (sighting.value != Sighting.NONE) {
            addValue(sighting, mayGrow);
        }
        if (plan.target == Source.EVENT || plan.port == Source.EVENT) {
            addContact(sighting, mayGrow);
        }
    }

    /** Gives back the words. */
    void release() {
        for (int value : values.keySet()) {
            if (value >= ThresholdPlan.WORD) {
                words.release(value - ThresholdPlan.WORD);
            }
        }
        for (long contact : contacts.keySet()) {
            releaseTarget((int) (contact >> 32));
        }
        details.forEach(detailWords::release);
        releaseLast();
    }

    /** What the alert is made of. */
    ThresholdResult result(GroupKey group, boolean exact, boolean countExact, long start, long raised) {
        ThresholdSightings sightings = sightings(group, exact && countExact);
        return new ThresholdResult(
                plan.groupFields,
                group.values(),
                count,
                countExact,
                first,
                last,
                plan.countedField.map(field -> new Distinct(field, distinct(), exact && complete)),
                start,
                raised,
                ThresholdEvidence.of(sightings));
    }

    private ThresholdSightings sightings(GroupKey group, boolean exact) {
        return new ThresholdSightings(
                plan.groupFields,
                group.values(),
                plan.countedField,
                count,
                distinct(),
                exact && complete,
                first,
                last,
                seen(),
                contacts(group),
                contactsOmitted,
                new Sources(
                        sample.isEmpty() ? "" : sample.first().text(),
                        lastSource(),
                        sample.stream().map(Timed::text).toList()),
                detailsByField(),
                commands.stream().map(Timed::text).toList());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<Integer, Mark> value : values.entrySet()) {
            out.writeInt(value.getKey());
            value.getValue().write(out);
        }
        out.writeInt(contacts.size());
        for (Map.Entry<Long, Mark> contact : contacts.entrySet()) {
            out.writeLong(contact.getKey());
            contact.getValue().write(out);
        }
        out.writeInt(details.size());
        for (int detail : details) {
            out.writeInt(detail);
        }
        Timed.write(commands, out);
        Timed.write(sample, out);
        out.writeLong(lastTime);
        out.writeByte(lastForm);
        out.writeLong(lastHigh);
        out.writeLong(lastLow);
        out.writeLong(count);
        out.writeLong(first);
        out.writeLong(last);
        out.writeLong(contactsOmitted);
        out.writeBoolean(complete);
    }

    void read(DataInputStream in, Window.Numbers from) throws IOException {
        WindowNumbers numbers = from.words();
        for (int left = in.readInt(); left > 0; left--) {
            int value = numbers.value(in.readInt());
            values.put(value, Mark.read(in));
            if (value >= ThresholdPlan.WORD) {
                words.retain(value - ThresholdPlan.WORD);
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            long contact = in.readLong();
            int target = (int) (contact >> 32);
            target = target >= ThresholdPlan.WORD ? numbers.value(target) : numbers.here(target);
            contacts.put((long) target << 32 | contact & 0xFFFF_FFFFL, Mark.read(in));
            retainTarget(target);
        }
        for (int left = in.readInt(); left > 0; left--) {
            addDetail(from.details().here(in.readInt()));
        }
        Timed.read(commands, in);
        Timed.read(sample, in);
        lastTime = in.readLong();
        lastForm = in.readByte();
        lastHigh = in.readLong();
        lastLow = in.readLong();
        if (lastForm == EventIds.WORD) {
            lastLow = numbers.here((int) lastLow);
            words.retain((int) lastLow);
        }
        count = in.readLong();
        first = in.readLong();
        last = in.readLong();
        contactsOmitted = in.readLong();
        complete = in.readBoolean();
    }

    // ---- filling ----

    private void addValue(Sighting sighting, boolean mayGrow) {
        Mark mark = values.get(sighting.value);
        if (mark == null && mayGrow) {
            mark = new Mark(sighting.time, sighting.time, 0, 0);
            values.put(sighting.value, mark);
            if (sighting.value >= ThresholdPlan.WORD) {
                words.retain(sighting.value - ThresholdPlan.WORD);
            }
        }
        if (mark == null) {
            complete = false;
        } else {
            mark.add(sighting);
        }
    }

    private void addContact(Sighting sighting, boolean mayGrow) {
        int port = plan.port == Source.VALUE ? sighting.value : sighting.port;
        if (!sighting.isTargetV4) {
            addContact(sighting, plan.target == Source.VALUE ? sighting.value : sighting.target, port, mayGrow);
            return;
        }
        byte[] address = KeyBytes.ofV4(sighting.target);
        int word = words.acquire(address, 0, address.length);
        addContact(sighting, word, port, mayGrow);
        words.release(word);
    }

    private void addContact(Sighting sighting, int target, int port, boolean mayGrow) {
        if (target == Sighting.NONE && port == Sighting.NONE) {
            return;
        }
        long key = (long) target << 32 | port & 0xFFFF_FFFFL;
        Mark mark = contacts.get(key);
        if (mark == null && mayGrow && contacts.size() < ThresholdSightings.CONTACTS_MAX) {
            mark = new Mark(sighting.time, sighting.time, 0, 0);
            contacts.put(key, mark);
            retainTarget(target);
        }
        if (mark == null) {
            contactsOmitted++;
        } else {
            mark.add(sighting);
        }
    }

    private void retainTarget(int target) {
        if (target != Sighting.NONE) {
            words.retain(wordOf(target));
        }
    }

    private void releaseTarget(int target) {
        if (target != Sighting.NONE) {
            words.release(wordOf(target));
        }
    }

    private static int wordOf(int target) {
        return target >= ThresholdPlan.WORD ? target - ThresholdPlan.WORD : target;
    }

    private void addSource(Sighting sighting) {
        if (sighting.time > lastTime
                || sighting.time == lastTime && id(sighting).compareTo(lastSource()) > 0) {
            setLast(sighting);
        }
        if (sample.size() == ThresholdSightings.SOURCES_MAX
                && sighting.time > sample.last().time()) {
            return;
        }
        String id = id(sighting);
        if (!id.isEmpty()
                && sample.add(new Timed(sighting.time, id))
                && sample.size() > ThresholdSightings.SOURCES_MAX) {
            sample.pollLast();
        }
    }

    private void setLast(Sighting sighting) {
        if (sighting.idForm == EventIds.WORD) {
            words.retain((int) sighting.idLow);
        }
        releaseLast();
        lastTime = sighting.time;
        lastForm = sighting.idForm;
        lastHigh = sighting.idHigh;
        lastLow = sighting.idLow;
    }

    private void releaseLast() {
        if (lastForm == EventIds.WORD) {
            words.release((int) lastLow);
        }
    }

    private String lastSource() {
        return EventIds.text(lastForm, lastHigh, lastLow, words);
    }

    private String id(Sighting sighting) {
        return EventIds.text(sighting.idForm, sighting.idHigh, sighting.idLow, words);
    }

    private void addDetail(int detail) {
        if (detail != Sighting.NONE && details.size() < DETAILS_MAX && details.add(detail)) {
            detailWords.retain(detail);
        }
    }

    private void addCommand(Sighting sighting) {
        if (sighting.command == Sighting.NONE
                || commands.size() == COMMANDS_MAX
                        && sighting.time > commands.last().time()) {
            return;
        }
        Timed command = new Timed(
                sighting.time, new String(words.bytes(sighting.command), StandardCharsets.UTF_8).replace("\uFFFD", ""));
        for (Iterator<Timed> known = commands.iterator(); known.hasNext(); ) {
            Timed other = known.next();
            if (other.text().equals(command.text())) {
                if (other.time() <= command.time()) {
                    return;
                }
                known.remove();
            }
        }
        commands.add(command);
        if (commands.size() > COMMANDS_MAX) {
            commands.pollLast();
        }
    }

    // ---- telling ----

    private List<Seen> seen() {
        List<Seen> seen = new ArrayList<>();
        values.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, Mark>>comparingLong(entry -> entry.getValue().first)
                        .thenComparing(entry -> valueKey(entry.getKey())))
                .limit(ThresholdSightings.VALUES_MAX)
                .forEach(entry -> seen.add(new Seen(
                        valueKey(entry.getKey()).values().getFirst(),
                        entry.getValue().first,
                        entry.getValue().last,
                        entry.getValue().events)));
        return seen;
    }

    /** The contacts, each from the map, or made of the group and the values where those say it all. */
    private List<Contact> contacts(GroupKey group) {
        if (!plan.isNetwork || plan.target == Source.NOWHERE) {
            return List.of();
        }
        List<Contact> told = new ArrayList<>();
        if (plan.target == Source.EVENT || plan.port == Source.EVENT) {
            contacts.forEach((key, mark) -> told.add(contact(group, (int) (key >> 32), (int) (long) key, mark)));
        } else if (plan.target == Source.VALUE || plan.port == Source.VALUE) {
            values.forEach((value, mark) -> told.add(contact(group, value, value, mark)));
        } else {
            told.add(contact(group, Sighting.NONE, Sighting.NONE, new Mark(first, last, count, 0)));
        }
        told.sort(Comparator.comparingLong(Contact::first)
                .thenComparing(Contact::target)
                .thenComparingInt(Contact::port));
        return told;
    }

    private Contact contact(GroupKey group, int target, int port, Mark mark) {
        String address = switch (plan.target) {
            case GROUP -> String.valueOf(groupValue(group, ThresholdPlan.TARGET_FIELD));
            case VALUE -> String.valueOf(valueKey(target).values().getFirst());
            case EVENT ->
                target == Sighting.NONE
                        ? ""
                        : String.valueOf(KeyBytes.values(words.bytes(target)).getFirst());
            case NOWHERE -> "";
        };
        int number = switch (plan.port) {
            case GROUP -> portOf(groupValue(group, ThresholdPlan.PORT_FIELD));
            case VALUE -> portOf(valueKey(port).values().getFirst());
            case EVENT -> port;
            case NOWHERE -> Sighting.NONE;
        };
        return new Contact(address, number, mark.first, mark.last, mark.events, Outcome.of(mark.outcome));
    }

    private Object groupValue(GroupKey group, String field) {
        return group.values().get(plan.groupFields.indexOf(field));
    }

    private static int portOf(Object value) {
        return value instanceof Long port && port >= 0 && port <= 0xFFFF ? (int) (long) port : Sighting.NONE;
    }

    private GroupKey valueKey(int value) {
        if (value >= ThresholdPlan.WORD) {
            return new GroupKey(words.bytes(value - ThresholdPlan.WORD));
        }
        return GroupKey.ofWhole(value);
    }

    private Map<String, List<String>> detailsByField() {
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (int i = 0; i < plan.detailFields.size(); i++) {
            TreeSet<String> texts = new TreeSet<>();
            for (int detail : details) {
                if (KeyBytes.values(detailWords.bytes(detail)).get(i) instanceof String text && !text.isEmpty()) {
                    texts.add(text);
                }
            }
            if (!texts.isEmpty()) {
                told.put(plan.detailFields.get(i), List.copyOf(texts));
            }
        }
        return told;
    }
}
