package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.SequenceAlerts;
import io.picket.alert.SourceDocument;
import io.picket.alert.ValueGroup;
import io.picket.condition.FieldTypes;
import io.picket.detect.EqlWindow.Entry;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.EqlQueries;
import io.picket.rule.Rule;
import io.picket.rule.RuleBody.EqlBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An EQL rule on the schedule clock: every run whose range holds other events than the run before searches them all anew
 * and keeps the newest {@code max_signals} of what it finds; what was raised before is not raised again. What is found
 * depends on the range: a sequence longer than the look-back is never seen whole, and a trailing missing event is taken
 * to be missing when the range ends before it comes. Both are as in Elastic's engine.
 */
final class EqlRuns implements Rerun, RunWalk.Work {

    private static final String OWNER = "eql-runs";
    private static final int VERSION = 1;
    private static final int ONE_ANSWER_BYTES = 200;
    private static final int[] ONLY_CONDITION = {0};

    private final Rule rule;
    private final Runs runs;
    private final boolean isJoined;
    private final @Nullable SequenceSteps steps;
    private final SequencePlaces places;
    private final EqlRunSearch search;
    private final EqlLimits limits;
    private final AlertWriter writer;
    private final AlertSink sink;
    private final RunWalk walk;
    private final EqlWindow window;
    private final SeenEvents seen;
    private final RuleSuppression suppression;
    private final RunNotes notes;
    private final JoinedNotes joinedNotes = new JoinedNotes();

    /** What was raised, by the numbers of its events: the earliest primary time in it. */
    private final Map<List<Long>, Long> raised = new HashMap<>();

    /** What was beyond the limit of a run and may still be raised by another; the same way. */
    private final Map<List<Long>, Long> beyond = new LinkedHashMap<>();

    private final int answersMax;
    private long overflowed;

    /** If events are told anew in every run: the numbers that they had, by what names them. */
    private final Map<String, Known> known = new LinkedHashMap<>();

    private boolean isRerun;

    private record Known(long number, long primary) {}

    EqlRuns(
            Rule rule,
            EqlQuery query,
            AlertWriter writer,
            FieldTable table,
            FieldTypes types,
            AlertSink sink,
            StateBudget budget) {
        EqlBody body = (EqlBody) rule.body();
        this.rule = rule;
        this.runs = Runs.of(rule.schedule());
        this.isJoined = !(query instanceof EqlQuery.Events);
        this.steps = switch (query) {
            case EqlQuery.Events events -> null;
            case EqlQuery.Sequence sequence -> SequenceSteps.of(sequence, table);
            case EqlQuery.Sample sample -> SequenceSteps.of(sample, table);
        };
        this.places = new SequencePlaces(EqlQueries.timestampField(body), body.tiebreakerField(), table, types);
        this.search = switch (query) {
            case EqlQuery.Events events -> new EqlRunSearch.Events();
            case EqlQuery.Sequence sequence ->
                new EqlRunSearch.Sequences(SequenceShape.of(sequence), budget.bytes() / 8, joinedNotes);
            case EqlQuery.Sample sample ->
                new EqlRunSearch.Samples(sample.steps().size());
        };
        this.limits = query instanceof EqlQuery.Sample
                ? new EqlLimits(rule.maxSignals(), false, query.pipes())
                : EqlLimits.of(rule.maxSignals(), true, query.pipes());
        this.writer = writer;
        this.sink = sink;
        this.walk = new RunWalk(runs, this);
        this.window = new EqlWindow(runs, budget.bytes() / 2);
        this.seen = new SeenEvents(budget.bytes() / 8);
        this.suppression = new RuleSuppression(rule, runs, writer, table, types, sink, budget.bytes() / 8);
        this.notes = new RunNotes(rule.suppression().isPresent());
        this.answersMax = (int) Math.min(Integer.MAX_VALUE, budget.bytes() / 8 / ONE_ANSWER_BYTES);
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        if (isJoined) {
            throw new UnsupportedOperationException("joined events ask which of the conditions the event meets");
        }
        add(event, ONLY_CONDITION, 1, primary, arrival);
    }

    @Override
    public void add(Event event, int[] conditions, int count, long primary, long arrival) {
        long time = places.time(event);
        boolean needsTime = search instanceof EqlRunSearch.Sequences;
        boolean isTimed = !needsTime || time != NO_TIME;
        long firstRun = walk.admit(isTimed ? primary : NO_TIME, arrival, runs.fromBack(), notes);
        if (firstRun == NEVER) {
            return;
        }
        List<SequenceSteps.Hit> hits = new ArrayList<>(2);
        SequenceSteps of = steps;
        if (of != null) {
            for (int i = 0; i < count; i++) {
                of.of(event, conditions[i], hits);
            }
            joinedNotes.crowded(of.takeCrowded());
        }
        SourceDocument document = SourceDocument.of(event);
        if (isJoined && hits.isEmpty() || !seen.add(document, primary)) {
            return;
        }
        SequenceEvent one = new SequenceEvent(
                places.of(event, time == NO_TIME ? Long.MAX_VALUE : time), document, List.copyOf(hits));
        ValueGroup group = isJoined ? null : suppression.groupOf(event);
        if (!window.add(new Entry(one, group, primary, firstRun, number(document, primary)))) {
            notes.shed(1);
        }
    }

    private long number(SourceDocument document, long primary) {
        if (!isRerun) {
            return window.nextNumber();
        }
        if (known.size() > answersMax) {
            known.remove(known.keySet().iterator().next());
        }
        return known.computeIfAbsent(document.key(), key -> new Known(window.nextNumber(), primary))
                .number();
    }

    @Override
    public void forgetEvents() {
        isRerun = true;
        window.clear();
        seen.forget(Long.MAX_VALUE);
    }

    @Override
    public long nextRun() {
        return window.nextRun();
    }

    @Override
    public void run(long time) {
        List<Entry> inRange = window.open(time);
        seen.forget(runs.from(time));
        known.values().removeIf(one -> one.primary() < runs.from(time));
        raised.values().removeIf(primary -> primary < runs.from(time));
        int open = beyond.size();
        beyond.values().removeIf(primary -> primary < runs.from(time));
        overflowed += open - beyond.size();
        List<List<Entry>> found = search.in(inRange);
        List<List<Entry>> answer = limits.of(found);
        if (answer.size() >= rule.maxSignals()) {
            notes.cut(time);
        }
        fold(limits.beyond(found), time);
        // The same events joined by several keys are one alert.
        Set<List<Long>> told = new HashSet<>();
        List<List<Entry>> fresh = answer.stream()
                .filter(one -> !raised.containsKey(numbers(one)) && told.add(numbers(one)))
                .toList();
        SuppressionInMemory by = suppression.asked();
        if (by == null) {
            fresh.forEach(one -> raise(one, time));
        } else {
            suppress(by, fresh, time);
        }
    }

    /** What a run found beyond its limit and was not raised earlier is told, and counted unless it is raised later. */
    private void fold(List<List<Entry>> cut, long time) {
        long count = 0;
        List<String> names = new ArrayList<>();
        for (List<Entry> one : cut) {
            List<Long> key = numbers(one);
            if (raised.containsKey(key)) {
                continue;
            }
            count++;
            if (names.size() < Overflow.GROUPS_LISTED) {
                names.add(JoinedAlerts.name(documents(one)));
            }
            beyond.put(key, earliest(one));
            if (beyond.size() > answersMax) {
                beyond.remove(beyond.keySet().iterator().next());
                overflowed++;
            }
        }
        if (count > 0) {
            sink.overflow(new Overflow(rule.ruleId(), runs.from(time), runs.to(time), count, names));
        }
    }

    private void raise(List<Entry> found, long time) {
        if (!isJoined) {
            writer.event(found.getFirst().event().document(), time).ifPresent(sink::alert);
        } else {
            writer.sequence(documents(found), time).ifPresent(alerts -> {
                sink.alert(alerts.whole());
                alerts.blocks().forEach(sink::alert);
            });
        }
        noteRaised(found);
    }

    private void noteRaised(List<Entry> found) {
        beyond.remove(numbers(found));
        raised.put(numbers(found), earliest(found));
    }

    private void suppress(SuppressionInMemory by, List<List<Entry>> fresh, long time) {
        Map<SuppressionInMemory.Found, List<Entry>> asked = new LinkedHashMap<>();
        Map<SuppressionInMemory.Found, List<Alert>> blocks = new HashMap<>();
        for (List<Entry> one : fresh) {
            if (isJoined) {
                Optional<SequenceAlerts> made = writer.sequence(documents(one), time);
                made.ifPresent(alerts -> {
                    ValueGroup group = JoinedAlerts.group(rule.suppression().orElseThrow(), alerts.whole());
                    var found = new SuppressionInMemory.Found(group, latest(one), () -> Optional.of(alerts.whole()));
                    asked.put(found, one);
                    blocks.put(found, alerts.blocks());
                });
            } else {
                Entry entry = one.getFirst();
                ValueGroup group = entry.group();
                if (group != null) {
                    var found = new SuppressionInMemory.Found(
                            group,
                            entry.primary(),
                            () -> writer.event(entry.event().document(), time));
                    asked.put(found, one);
                }
            }
        }
        for (var found :
                by.run(time, List.copyOf(asked.keySet()), rule.maxSignals()).raised()) {
            List<Entry> one = asked.get(found);
            if (one != null) {
                noteRaised(one);
                blocks.getOrDefault(found, List.of()).forEach(sink::alert);
            }
        }
    }

    private static List<Long> numbers(List<Entry> found) {
        return found.stream().map(Entry::number).toList();
    }

    private static List<SourceDocument> documents(List<Entry> found) {
        return found.stream().map(entry -> entry.event().document()).toList();
    }

    private static long earliest(List<Entry> found) {
        return found.stream().mapToLong(Entry::primary).min().orElse(Long.MAX_VALUE);
    }

    private static long latest(List<Entry> found) {
        return found.stream().mapToLong(Entry::primary).max().orElse(Long.MIN_VALUE);
    }

    @Override
    public void advance(long time) {
        walk.advance(time);
        suppression.advance(time);
    }

    @Override
    public void finish() {
        walk.finish();
        suppression.finish();
    }

    @Override
    public DetectorStatus status() {
        List<String> warnings = new ArrayList<>(notes.warnings());
        warnings.addAll(joinedNotes.warnings());
        return new DetectorStatus(
                window.bytes()
                        + seen.bytes()
                        + (long) ONE_ANSWER_BYTES * (raised.size() + beyond.size() + known.size())
                        + suppression.bytes(),
                notes.shedEvents(),
                joinedNotes.count() + suppression.shed(),
                overflowed + beyond.size(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter out = new StateWriter(OWNER, VERSION);
        walk.save(out);
        window.save(out);
        seen.save(out);
        notes.save(out);
        joinedNotes.save(out);
        save(out, raised);
        save(out, beyond);
        out.number(overflowed);
        out.size(known.size());
        known.forEach((key, one) -> {
            out.text(key);
            out.number(one.number());
            out.number(one.primary());
        });
        suppression.save(out);
        return out.done();
    }

    private static void save(StateWriter out, Map<List<Long>, Long> answers) {
        out.size(answers.size());
        answers.forEach((numbers, primary) -> {
            out.values(numbers);
            out.number(primary);
        });
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader in = new StateReader(snapshot, OWNER, VERSION);
        walk.load(in);
        window.load(in);
        seen.load(in);
        notes.load(in);
        joinedNotes.load(in);
        load(in, raised);
        load(in, beyond);
        overflowed = in.number();
        for (int i = in.size(); i > 0; i--) {
            known.put(in.text(), new Known(in.number(), in.number()));
        }
        suppression.load(in);
        in.done();
    }

    private static void load(StateReader in, Map<List<Long>, Long> answers) {
        for (int i = in.size(); i > 0; i--) {
            List<Long> numbers = new ArrayList<>();
            in.presentValues().forEach(number -> {
                if (!(number instanceof Long whole)) {
                    throw new IllegalArgumentException("no state: an event's number is no number");
                }
                numbers.add(whole);
            });
            answers.put(numbers, in.number());
        }
    }
}
