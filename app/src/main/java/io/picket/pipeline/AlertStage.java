package io.picket.pipeline;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.condition.DateText;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.HuntPlan.Entry;
import io.picket.rule.Rule;
import io.picket.rule.Schedule;
import io.picket.rule.Suppression;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/**
 * The rules over alerts. Whatever they match, events and alerts alike, waits until all other rules are done, and is then
 * judged in order of time; so it makes no difference in which order files brought it or detectors raised it. Alerts that
 * these rules raise themselves come in between as time goes on.
 *
 * <p>At one time, events come before alerts. On the schedule clock an alert is there a millisecond after the run that
 * raised it, so no run sees alerts of its own instant, and all rules make their runs in the order of time. On the stream
 * clock an alert is taken by the time that its rule goes by, or, if it was complete only later, as of then.
 *
 * <p>Chains of alerts on alerts end: no rule takes what it had a part in (a condition of the plan), and nothing as deep
 * as {@link #DEPTH_MAX} is taken. Alerts on groups do not say what they descend from, so their depth here is one more
 * than that of all their rule has taken.
 */
final class AlertStage implements Closeable {

    /** Alerts of this depth are raised, and are then no rule's events. */
    static final int DEPTH_MAX = 10;

    /** How many alerts raised here may wait at a time. */
    private static final int WAITING_MAX = 100_000;

    /** Most runs that are made one by one after the last event or alert. */
    private static final int STEPS_MAX = 100_000;

    private static final Duration SPAN_MAX = Duration.ofDays(365L * 10_000);

    private record Raised(long time, long tie, ByteOutput record) {}

    /** A field that goes by an old name, and where its values are. */
    private record Alias(int slot, int today) {}

    private final HuntPlan plan;
    private final AlertPlan alerts;
    private final Reach reach;
    private final Matcher matcher;
    private final EventReader reader;
    private final EventTime times = new EventTime();
    private final Event event;
    private final Event waited;
    private final Waiting writing = new Waiting();
    private final Waiting reading = new Waiting();
    private final ByteOutput out = new ByteOutput();
    private final TimeSorter sorter;
    private final PriorityQueue<Raised> raised =
            new PriorityQueue<>(Comparator.comparingLong(Raised::time).thenComparingLong(Raised::tie));
    private final Set<Long> known = new HashSet<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Entry[] byCondition;
    private final int[] judged;
    private final int[] orderSlots;
    private final int timestamp;
    private final int uuid;
    private final int depthSlot;
    private final List<Alias> aliases = new ArrayList<>();
    private final long[] intervals;
    private final long quiet;
    private boolean isJudging;
    private boolean isFinished;
    private long now = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;
    private int steps;
    private long left;

    AlertStage(HuntPlan plan, AlertPlan alerts, Reach reach, TimeSorter sorter) {
        FieldTable fields = plan.fields();
        this.plan = plan;
        this.alerts = alerts;
        this.reach = reach;
        this.sorter = sorter;
        this.matcher = new Matcher(alerts.matches());
        this.reader = new EventReader(fields);
        this.event = new Event(fields);
        this.waited = new Event(fields);
        this.byCondition =
                HuntPlan.byCondition(alerts.entries(), alerts.matches().size());
        this.judged = new int[byCondition.length];
        this.orderSlots = alerts.orders().stream().mapToInt(fields::slot).toArray();
        this.timestamp = fields.slot(HuntPlan.TIMESTAMP);
        this.uuid = fields.slot(AlertPlan.UUID);
        this.depthSlot = fields.slot(AlertPlan.DEPTH);
        for (String name : fields.names()) {
            AlertPlan.nameToday(name).ifPresent(today -> aliases.add(new Alias(fields.slot(name), fields.slot(today))));
        }
        List<Rule> rules = alerts.entries().stream().map(Entry::rule).distinct().toList();
        this.intervals = rules.stream()
                .mapToLong(rule -> Math.max(1, millis(rule.schedule().interval())))
                .distinct()
                .toArray();
        this.quiet = rules.stream().mapToLong(AlertStage::quiet).max().orElse(0);
        alerts.feed().feed(this::raised);
    }

    /** How long after its last event a rule may still have something to say, in milliseconds. */
    private static long quiet(Rule rule) {
        Duration suppressed = rule.suppression().flatMap(Suppression::duration).orElse(Duration.ZERO);
        return millis(rule.schedule().fromBack()) + millis(rule.schedule().interval()) + millis(suppressed) + 1;
    }

    /** At most ten thousand years, whatever a rule says. */
    private static long millis(Duration span) {
        return span.compareTo(SPAN_MAX) > 0 ? SPAN_MAX.toMillis() : span.toMillis();
    }

    // ---- what waits ----

    /** Takes an event of a file if a rule asks for it; false if it has no time to go by. */
    boolean event(Event of) throws IOException {
        return take(of, of.has(uuid) ? depthOf(of) : 0);
    }

    private int depthOf(Event alert) {
        String depth = alert.firstText(depthSlot);
        boolean isWhole = depth != null && depth.matches("[0-9]{1,4}");
        return isWhole ? Math.clamp(Integer.parseInt(depth), 1, DEPTH_MAX) : 1;
    }

    private void raised(Alert alert) {
        int own = alert.fields().get(AlertPlan.DEPTH) instanceof Number depth ? depth.intValue() : 1;
        int depth = Math.clamp(Math.max(own, depths.getOrDefault(alert.ruleId(), 0) + 1), 1, DEPTH_MAX);
        byte[] bytes = AlertJson.text(alert).getBytes(StandardCharsets.UTF_8);
        if (!reader.read(bytes, 0, bytes.length, event)) {
            left++;
            return;
        }
        event.origin(Provenance.ALERTS, alert.id());
        reach.see(event.index());
        try {
            take(event, depth);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param depth of an alert; 0: an event */
    private boolean take(Event of, int depth) throws IOException {
        boolean isAlert = depth > 0;
        if (isAlert) {
            aliases.forEach(alias -> copy(alias, of));
        }
        long general = times.of(of, timestamp);
        boolean timed = general != DateText.NONE;
        for (int slot : orderSlots) {
            timed |= of.has(slot) && times.of(of, slot) != DateText.NONE;
        }
        int matched = timed ? matcher.match(of) : 0;
        if (matched == 0) {
            return timed;
        }
        long tie = of.contentHash()[0] >>> 1;
        if (isAlert) {
            long id = UUID.nameUUIDFromBytes(of.idOrHash().getBytes(StandardCharsets.UTF_8))
                    .getMostSignificantBits();
            tie = id | Long.MIN_VALUE;
            if (!known.add(id)) {
                return true;
            }
            if (depth >= DEPTH_MAX || isFinished || raised.size() >= WAITING_MAX) {
                left++;
                return true;
            }
        }
        boolean isRecorded = false;
        for (int order = 0; order < orderSlots.length; order++) {
            long own = times.of(of, orderSlots[order]);
            long at = own == DateText.NONE ? general : own;
            if (isAlert && alerts.clock() == Clock.SCHEDULE) {
                at = general == DateText.NONE ? at : general + 1;
            }
            if (at == DateText.NONE || !collect(of, matched, order, isAlert)) {
                continue;
            }
            if (!isRecorded) {
                writing.record(of, plan.needsSource(), plan.waitingFields());
                isRecorded = true;
            }
            await(at, tie, depth);
        }
        return true;
    }

    private static void copy(Alias alias, Event of) {
        int[] values = new int[of.texts(alias.today()).size()];
        int count = 0;
        for (int value = of.first(alias.today()); value != Event.NONE; value = of.next(value)) {
            values[count++] = value;
        }
        for (int value : values) {
            of.add(alias.slot(), of.kind(value), of.bytes(value), of.from(value), of.length(value));
        }
    }

    /** Collects the matched conditions of an order; an event of nobody knows which index is no alert at any rate. */
    private boolean collect(Event of, int matched, int order, boolean isAlert) {
        boolean isPlaced = isAlert || !of.index().isEmpty();
        writing.begin();
        for (int i = 0; i < matched; i++) {
            Entry entry = byCondition[matcher.matched(i)];
            boolean fits = isPlaced || !entry.rule().index().areHidden();
            if (entry.lane() == order && fits) {
                writing.addWhole(matcher.matched(i));
            }
        }
        return writing.conditionCount() > 0;
    }

    private void await(long time, long tie, int depth) throws IOException {
        writing.finish();
        out.clear();
        out.put(depth);
        out.put(writing.bytes(), 0, writing.length());
        if (isJudging) {
            ByteOutput copy = new ByteOutput();
            copy.put(out.array(), 0, out.size());
            raised.add(new Raised(Math.max(time, now), tie, copy));
        } else {
            sorter.add(time, tie, out.array(), 0, out.size());
        }
    }

    // ---- judging ----

    /** Judges all that waits, and what comes of it, to the end. To be called when every event has been taken. */
    void judge() throws IOException {
        isJudging = true;
        sorter.release(Long.MAX_VALUE, (time, bytes, from, length) -> {
            upTo(time);
            judge(time, bytes, from, length);
        });
        while (last != Long.MIN_VALUE && (now < last + afterwards() || !raised.isEmpty())) {
            upTo(Math.max(now + 1, last + afterwards()));
        }
        isFinished = true;
        alerts.entries().forEach(entry -> entry.detector().finish());
    }

    /** How long to wait for more alerts after the last event: until all have run, or all episodes have ended. */
    private long afterwards() {
        if (alerts.clock() == Clock.STREAM) {
            return quiet;
        }
        long longest = 0;
        for (Entry entry : alerts.entries()) {
            Schedule schedule = entry.rule().schedule();
            longest = Math.max(longest, millis(schedule.interval()) + millis(schedule.toBack()));
        }
        return longest + 1;
    }

    /** Lets time pass: runs fall due, episodes end, and alerts that come before this time are judged. */
    private void upTo(long time) {
        while (true) {
            long step = Math.min(time, afterNextRun());
            Raised first = raised.peek();
            if (first != null && first.time() < step) {
                raised.remove();
                advance(first.time());
                judge(first.time(), first.record().array(), 0, first.record().size());
                continue;
            }
            advance(step);
            if (step == time) {
                return;
            }
            steps++;
        }
    }

    private void advance(long time) {
        if (time > now) {
            now = time;
            for (Entry entry : alerts.entries()) {
                entry.detector().advance(time);
            }
        }
    }

    /** On the schedule clock, the millisecond after the next run of any rule, as long as it could find something. */
    private long afterNextRun() {
        if (alerts.clock() == Clock.STREAM || last == Long.MIN_VALUE || now - last > quiet || steps > STEPS_MAX) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        for (long interval : intervals) {
            next = Math.min(next, Math.ceilDiv(now, interval) * interval + 1);
        }
        return next;
    }

    private void judge(long time, byte[] bytes, int from, int length) {
        last = time;
        steps = 0;
        reading.decode(bytes, from + 1, from + length, time, waited);
        int at = 0;
        while (at < reading.conditionCount()) {
            Entry entry = byCondition[reading.condition(at)];
            int met = 0;
            while (at < reading.conditionCount() && byCondition[reading.condition(at)].number() == entry.number()) {
                judged[met++] = reading.condition(at++) - entry.firstCondition();
            }
            long primary = primary(entry, time);
            if (primary != Detector.NO_TIME) {
                depths.merge(entry.rule().ruleId(), (int) bytes[from], Math::max);
                entry.detector().add(waited, judged, met, primary, time);
            }
        }
    }

    private long primary(Entry entry, long time) {
        long own = times.of(waited, entry.primarySlot());
        if (own == DateText.NONE && !entry.fallback()) {
            return Detector.NO_TIME;
        }
        if (alerts.clock() == Clock.STREAM) {
            return time;
        }
        return own == DateText.NONE ? times.of(waited, timestamp) : own;
    }

    /** How many alerts no rule could take though they matched: too deep, too many at a time, or complete too late. */
    long left() {
        return left;
    }

    @Override
    public void close() throws IOException {
        sorter.close();
    }
}
