package io.picket.detect;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventRecord;
import io.picket.event.FieldTable;
import io.picket.match.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rule on the schedule clock whose condition depends on what time it is: each run asks it of every event in reach, with
 * the run's own time for {@code now}, as Elastic's engine asks its store anew in every run.
 *
 * <p>An event may meet such a condition in one run and no longer in the next, or the other way round. So events that meet
 * it at some time are held as records as long as a run can reach them, and every run tells the detector inside only those
 * that meet it then; between runs that one keeps what it has made of events, not the events ({@link Rerun}). Costs as much
 * as every event being added once for each run that reaches it, which only rules pay that say {@code now} or have
 * exceptions that expire. What is held has half of the rule's memory budget; beyond it the oldest are given up, and said.
 */
final class MovingRuns implements Detector, Resumable, RunWalk.Work {

    private static final String OWNER = "moving-runs";
    private static final int VERSION = 1;
    private static final int HELD_BYTES = 80;

    private static final int[] ONLY_CONDITION = {0};

    /** An event in reach, the conditions it meets at some time, and the first run that could see it. */
    private static final class Held {
        final byte[] record;
        final int[] conditions;
        final long primary;
        final long firstRun;

        Held(byte[] record, int[] conditions, long primary, long firstRun) {
            this.record = record;
            this.conditions = conditions;
            this.primary = primary;
            this.firstRun = firstRun;
        }

        long bytes() {
            return HELD_BYTES + record.length + (long) Integer.BYTES * conditions.length;
        }
    }

    private final List<Condition> conditions;
    private final Evaluator evaluator;
    private final Rerun inner;
    private final Runs runs;
    private final long reach;
    private final long bytesMax;
    private final RunWalk walk;
    private final RunNotes notes = new RunNotes(false);
    private final EventRecord records = new EventRecord();
    private final ByteOutput out = new ByteOutput();
    private final Event event;
    private final List<Held> held = new ArrayList<>();
    private long bytes;
    private long soonest = NEVER;

    /**
     * For one rule.
     *
     * @param conditions what the rule asks at each time, by number
     * @param reach how long before a run an event may lie and still matter to it, milliseconds
     */
    MovingRuns(
            List<Condition> conditions,
            Rerun inner,
            Runs runs,
            long reach,
            FieldTable table,
            FieldTypes types,
            long bytesMax) {
        this.conditions = conditions.stream().map(MovingConditions::movingPart).toList();
        this.evaluator = new Evaluator(types);
        this.inner = inner;
        this.runs = runs;
        this.reach = reach;
        this.bytesMax = bytesMax;
        this.walk = new RunWalk(runs, this);
        this.event = new Event(table);
        inner.forgetEvents();
    }

    @Override
    public void add(Event event, long primary, long arrival) {
        add(event, ONLY_CONDITION, 1, primary, arrival);
    }

    @Override
    public void add(Event event, int[] numbers, int count, long primary, long arrival) {
        long firstRun = walk.admit(primary, arrival, reach, notes);
        if (firstRun == NEVER) {
            return;
        }
        out.clear();
        records.write(event, true, out);
        Held one = new Held(Arrays.copyOf(out.array(), out.size()), Arrays.copyOf(numbers, count), primary, firstRun);
        held.add(one);
        bytes += one.bytes();
        soonest = Math.min(soonest, firstRun);
        if (bytes > bytesMax) {
            shed();
        }
    }

    private void shed() {
        int gone = 0;
        while (bytes > bytesMax / 4 * 3 && gone < held.size() - 1) {
            bytes -= held.get(gone++).bytes();
        }
        held.subList(0, gone).clear();
        notes.shed(gone);
    }

    @Override
    public long nextRun() {
        return walk.lastRun() == Long.MIN_VALUE || soonest == NEVER
                ? soonest
                : Math.max(soonest, runs.next(walk.lastRun()));
    }

    @Override
    public void run(long time) {
        List<Condition> now = conditions.stream()
                .map(condition -> MovingConditions.at(condition, time))
                .toList();
        for (Held one : held) {
            if (one.firstRun <= time) {
                records.read(one.record, 0, one.record.length, event);
                int[] met = Arrays.stream(one.conditions)
                        .filter(number -> evaluator.meets(now.get(number), event))
                        .toArray();
                if (met.length > 0) {
                    inner.add(event, met, met.length, one.primary, time);
                }
            }
        }
        inner.advance(time + 1);
        inner.forgetEvents();
        held.removeIf(one -> one.primary < runs.next(time) - reach);
        bytes = held.stream().mapToLong(Held::bytes).sum();
        soonest = held.stream().mapToLong(one -> one.firstRun).min().orElse(NEVER);
    }

    @Override
    public void advance(long time) {
        walk.advance(time);
        inner.advance(time);
    }

    @Override
    public void finish() {
        walk.finish();
        inner.finish();
    }

    @Override
    public DetectorStatus status() {
        DetectorStatus status = inner.status();
        List<String> warnings = new ArrayList<>(status.warnings());
        warnings.addAll(notes.warnings());
        return new DetectorStatus(
                status.stateBytes() + bytes,
                status.shedEvents() + notes.shedEvents(),
                status.shedGroups(),
                status.overflowAlerts(),
                warnings);
    }

    @Override
    public byte[] snapshot() {
        StateWriter state = new StateWriter(OWNER, VERSION);
        walk.save(state);
        notes.save(state);
        state.bytes(inner.snapshot());
        state.size(held.size());
        for (Held one : held) {
            state.bytes(one.record);
            state.size(one.conditions.length);
            for (int condition : one.conditions) {
                state.number(condition);
            }
            state.number(one.primary);
            state.number(one.firstRun);
        }
        return state.done();
    }

    @Override
    public void restore(byte[] snapshot) {
        StateReader state = new StateReader(snapshot, OWNER, VERSION);
        walk.load(state);
        notes.load(state);
        inner.restore(state.bytes());
        for (int left = state.size(); left > 0; left--) {
            byte[] record = state.bytes();
            int[] met = new int[state.size()];
            for (int i = 0; i < met.length; i++) {
                met[i] = (int) state.number();
            }
            Held one = new Held(record, met, state.number(), state.number());
            if (records.read(one.record, 0, one.record.length, event) == EventRecord.UNREADABLE) {
                throw new IllegalArgumentException("no state: an event of other fields");
            }
            held.add(one);
            bytes += one.bytes();
            soonest = Math.min(soonest, one.firstRun);
        }
        state.done();
    }
}
