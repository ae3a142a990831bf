package io.picket.pipeline;

import io.picket.condition.DateText;
import io.picket.detect.Detector;
import io.picket.detect.PackingDetector;
import io.picket.enrich.ParentEntity;
import io.picket.event.ByteOutput;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.HuntPlan.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event files through rules, once.
 *
 * <pre>
 * file → documents → event → matched rules ─┬─ lane by event.ingested ─┬─ in order of time → detectors → alerts
 * file → documents → event → matched rules ─┴─ lane by @timestamp     ─┘
 * </pre>
 *
 * Rules over alerts come after all others (see {@link AlertStage}).
 *
 * <p>Reading and matching know no order, so files are read a piece at a time, always of the one that is furthest behind.
 * Only matched events wait: in a lane for each kind of time that rules go by, until no source can bring an earlier one.
 * Sources in order within the lateness let the lanes move on while they are read; the others are read to their end
 * first, and what they matched is sorted, on disk when memory does not hold it.
 */
public final class Hunt implements Closeable {

    private static final long LANE_BYTES_MAX = 256L << 20;
    /** What of the memory there is a lane may take; the arrays events wait in double as they grow. */
    private static final int LANE_SHARE = 16;

    private static final int RELEASE_EVERY_PIECES = 32;

    private final HuntPlan plan;
    private final HuntOptions options;
    private final Event event;
    private final Event waited;
    private final EventReader reader;
    private final EventTime times = new EventTime();
    private final Matcher matcher;
    private final Provenance provenance;
    private final Reach reach;
    private final Waiting waiting = new Waiting();
    private final Lane[] lanes;
    private final @Nullable ParentEntity[] parents;
    private final int timestampSlot;
    private final int[] laneSlots;
    private final long[] laneTimes;
    private final boolean takesIndicators;
    private final long[] latest;
    private final long[] late;
    private final long[] timeless;
    private final int[] laneConditions;
    private final int[] judged;
    private final Rejections rejections;
    private final @Nullable AlertStage stage;
    private final List<String> notes = new ArrayList<>();
    private long events;
    private long untimed;
    private long unplaced;

    public Hunt(HuntPlan plan, HuntOptions options) throws IOException {
        this.plan = plan;
        this.options = options;
        this.event = new Event(plan.fields());
        this.waited = new Event(plan.fields());
        this.reader = new EventReader(plan.fields());
        this.matcher = new Matcher(plan.matches());
        this.provenance = new Provenance(plan.fields());
        this.reach = new Reach(plan.rules());
        this.rejections = new Rejections(options.rejected());
        this.timestampSlot = plan.fields().slot(HuntPlan.TIMESTAMP);
        int laneCount = plan.laneFields().size();
        this.lanes = new Lane[laneCount];
        this.laneSlots = new int[laneCount];
        this.laneTimes = new long[laneCount];
        this.latest = new long[laneCount];
        Arrays.fill(latest, Long.MIN_VALUE);
        this.parents = new ParentEntity[laneCount];
        long laneBytes = Math.min(LANE_BYTES_MAX, Runtime.getRuntime().maxMemory() / LANE_SHARE);
        for (int i = 0; i < laneCount; i++) {
            lanes[i] = new Lane(options.temporary(), laneBytes);
            laneSlots[i] = plan.fields().slot(plan.laneFields().get(i));
            parents[i] = plan.derives() ? new ParentEntity(plan.fields()) : null;
        }
        this.stage = plan.overAlerts()
                .map(each -> new AlertStage(plan, each, reach, new TimeSorter(options.temporary(), laneBytes)))
                .orElse(null);
        this.takesIndicators = !plan.indicators().isEmpty();
        this.late = new long[plan.entries().size()];
        this.timeless = new long[plan.entries().size()];
        this.laneConditions = new int[plan.conditionCount() + 1];
        this.judged = new int[plan.conditionCount()];
    }

    /** Reads the files to their ends, raises every alert, and tells what there was. To be called once. */
    public HuntSummary run(List<EventFile> files, HuntProgress progress) throws IOException {
        Sources sources =
                new Sources(files, plan.laneFields(), options.lateness().toMillis(), new FromSources());
        int pieces = 0;
        while (sources.readPiece()) {
            if (++pieces % RELEASE_EVERY_PIECES == 0) {
                release(sources);
                progress.at(events, sources.bytesRead(), sources.bytesAll());
            }
        }
        release(sources);
        for (Entry entry : plan.entries()) {
            if (latest[entry.lane()] != Long.MIN_VALUE) {
                entry.detector().advance(latest[entry.lane()]);
            }
            entry.detector().finish();
        }
        if (stage != null) {
            stage.judge();
            if (stage.left() > 0) {
                notes.add(
                        "Alerts that rules over alerts could not take, because they were too deep, too many at a time,"
                                + " or complete only at the end: " + stage.left() + ".");
            }
            plan.overAlerts().ifPresent(each -> notes.addAll(each.notes()));
        }
        for (Entry entry : plan.entries()) {
            if (timeless[entry.number()] > 0) {
                notes.add(entry.rule().name() + ": Events without a readable "
                        + plan.fields().name(entry.primarySlot()) + ", which the rule goes by, left out: "
                        + timeless[entry.number()] + ".");
            }
        }
        for (Entry entry : plan.allEntries()) {
            entry.detector()
                    .status()
                    .warnings()
                    .forEach(warning -> notes.add(entry.rule().name() + ": " + warning));
        }
        progress.done();
        return summary(sources.faults());
    }

    private HuntSummary summary(List<String> faults) {
        List<HuntSummary.LateEvents> lateRules = new ArrayList<>();
        for (int i = 0; i < late.length; i++) {
            if (late[i] > 0) {
                Entry entry = plan.entries().get(i);
                lateRules.add(new HuntSummary.LateEvents(
                        entry.rule().ruleId(), entry.rule().name(), late[i]));
            }
        }
        return new HuntSummary(
                events,
                rejections.count(),
                untimed,
                unplaced,
                reach.rules(),
                reach.unreached(),
                lateRules,
                rejections.sentences(),
                faults,
                notes);
    }

    // ---- from documents into lanes ----

    private void document(Source source, byte[] bytes, int from, int to) throws IOException {
        if (!reader.readHit(bytes, from, to, event)) {
            reject(source, reader.failureOffset(), reader.failure(), bytes, from, to);
            return;
        }
        long timestamp = times.of(event, timestampSlot);
        boolean inside = timestamp == DateText.NONE || timestamp >= options.from() && timestamp <= options.to();
        if (!inside && !takesIndicators) {
            return;
        }
        Placing.place(event, source, options.index(), provenance);
        if (inside) {
            events++;
            unplaced += event.index().isEmpty() ? 1 : 0;
            reach.see(event.index());
        }
        boolean timed = stage != null && inside && stage.event(event);
        for (int lane = 0; lane < lanes.length; lane++) {
            long own = times.of(event, laneSlots[lane]);
            laneTimes[lane] = own == DateText.NONE ? timestamp : own;
            timed |= laneTimes[lane] != DateText.NONE;
            latest[lane] = Math.max(latest[lane], laneTimes[lane]);
            source.frontier(lane).see(laneTimes[lane]);
        }
        if (!timed) {
            untimed++;
            return;
        }
        int matched = matcher.match(event);
        if (matched > 0) {
            queue(matched, inside);
        }
    }

    private void queue(int matched, boolean inside) throws IOException {
        boolean isRecorded = false;
        for (int lane = 0; lane < lanes.length; lane++) {
            long time = laneTimes[lane];
            if (time == DateText.NONE) {
                leftOut(lane, matched, inside);
                continue;
            }
            boolean isLate = lanes[lane].isLate(time);
            int count = forLane(lane, matched, isLate, inside);
            if (count == 0) {
                continue;
            }
            PackingDetector packing = count == 1 && !isLate ? packing(laneConditions[0]) : null;
            if (packing != null) {
                queueAlone(lane, laneConditions[0], packing);
                continue;
            }
            waiting.begin();
            boolean isDerived = laneConditions[count - 1] == plan.conditionCount();
            for (int i = 0; i < count; i++) {
                address(laneConditions[i], time, isDerived || isLate);
            }
            if (waiting.isWhole() && !isRecorded) {
                waiting.record(event, plan.needsSource(), plan.waitingFields());
                isRecorded = true;
            }
            if (waiting.conditionCount() == 0) {
                continue;
            }
            waiting.finish();
            if (isLate) {
                judge(lane, Long.MIN_VALUE, waiting.bytes(), 0, waiting.length());
            } else {
                lanes[lane].add(time, event.contentHash()[0], waiting.bytes(), 0, waiting.length());
            }
        }
    }

    /** Lets the event wait for one condition alone: its pack is made where it will wait. */
    private void queueAlone(int lane, int condition, PackingDetector packing) throws IOException {
        Entry entry = plan.entryOf(condition);
        long time = laneTimes[lane];
        long primary = primaryOf(entry, time);
        if (primary != Detector.NO_TIME) {
            ByteOutput out = lanes[lane].begin(time);
            Waiting.beginAlone(condition, primary, arrivalOf(entry, time), time, out);
            packing.pack(event, out);
            lanes[lane].end(time, event.contentHash()[0]);
        }
    }

    /** Lets the event wait for the rule of a condition: as the pack that its detector makes now, or whole. */
    private void address(int condition, long laneTime, boolean isWhole) {
        PackingDetector packing = isWhole ? null : packing(condition);
        if (packing == null) {
            waiting.addWhole(condition);
            return;
        }
        Entry entry = plan.entryOf(condition);
        long primary = primaryOf(entry, laneTime);
        if (primary != Detector.NO_TIME) {
            int from = waiting.packsSize();
            packing.pack(event, waiting.pack(primary, arrivalOf(entry, laneTime), laneTime));
            waiting.addPacked(condition, from);
        }
    }

    /** The detector of a condition's rule, if it takes packs. */
    private @Nullable PackingDetector packing(int condition) {
        return condition != plan.conditionCount()
                        && plan.entryOf(condition).detector() instanceof PackingDetector packing
                ? packing
                : null;
    }

    /** The time that a rule goes by, of an event that it is matched by; without one the event is counted. */
    private long primaryOf(Entry entry, long laneTime) {
        long primary = entry.goesByLane() ? laneTime : primary(entry, event);
        timeless[entry.number()] += primary == Detector.NO_TIME ? 1 : 0;
        return primary;
    }

    private long arrivalOf(Entry entry, long laneTime) {
        return entry.goesByLane() ? laneTime : arrival(event);
    }

    /** Counts an event without the time of a lane for the rules that it is matched by there. */
    private void leftOut(int lane, int matched, boolean inside) {
        int count = forLane(lane, matched, false, inside);
        Entry before = null;
        for (int i = 0; i < count && laneConditions[i] != plan.conditionCount(); i++) {
            Entry entry = plan.entryOf(laneConditions[i]);
            timeless[entry.number()] += entry.equals(before) ? 0 : 1;
            before = entry;
        }
    }

    /**
     * Collects the matched conditions of a lane; of a late event, only those of rules that do not mind; of one outside the
     * time that is asked for, only those whose indicator it is.
     */
    private int forLane(int lane, int matched, boolean isLate, boolean inside) {
        int count = 0;
        int before = -1;
        for (int i = 0; i < matched; i++) {
            int condition = matcher.matched(i);
            if (condition == plan.conditionCount()) {
                if (!isLate && inside) {
                    laneConditions[count++] = condition;
                }
                continue;
            }
            Entry entry = plan.entryOf(condition);
            if (entry.lane() == lane && (inside || entry.detector() instanceof IndicatorEar)) {
                if (!isLate || entry.orderFree()) {
                    laneConditions[count++] = condition;
                } else if (entry.number() != before) {
                    late[entry.number()]++;
                }
                before = entry.number();
            }
        }
        return count;
    }

    private void reject(Source source, int offset, String reason, byte[] bytes, int from, int to) throws IOException {
        rejections.add(source.name(), source.line(), "byte " + (offset + 1) + ": " + reason, bytes, from, to);
    }

    /** Hands documents on. */
    private final class FromSources implements Sources.DocumentSink {
        @Override
        public int lineEnd(byte[] bytes, int from, int to) {
            return reader.readLine(bytes, from, to, event);
        }

        @Override
        public void document(Source source, byte[] bytes, int from, int to) throws IOException {
            Hunt.this.document(source, bytes, from, to);
        }

        @Override
        public void rejected(Source source, long line, String reason, byte[] bytes, int from, int to)
                throws IOException {
            rejections.add(source.name(), line, reason, bytes, from, to);
        }
    }

    // ---- from lanes to detectors ----

    private void release(Sources sources) throws IOException {
        for (int lane = 0; lane < lanes.length; lane++) {
            long watermark = sources.watermark(lane);
            int number = lane;
            lanes[lane].release(watermark, (time, bytes, from, length) -> judge(number, time, bytes, from, length));
            if (watermark != Long.MIN_VALUE && watermark != Long.MAX_VALUE) {
                for (Entry entry : plan.entries()) {
                    if (entry.lane() == lane) {
                        entry.detector().advance(lanes[lane].handed());
                    }
                }
            }
        }
    }

    private void judge(int lane, long laneTime, byte[] bytes, int from, int length) {
        waiting.decode(bytes, from, from + length, laneTime, waited);
        ParentEntity parent = parents[lane];
        int conditions = waiting.conditionCount();
        if (parent != null && waiting.condition(conditions - 1) == plan.conditionCount()) {
            parent.derive(waited, laneTime);
            conditions--;
        }
        int at = 0;
        while (at < conditions) {
            Entry entry = plan.entryOf(waiting.condition(at));
            if (waiting.isPacked(at)) {
                ((PackingDetector) entry.detector())
                        .add(
                                bytes,
                                waiting.packFrom(bytes, at),
                                waiting.packTo(at),
                                waiting.primary(bytes, at),
                                waiting.arrival(bytes, at));
                at++;
                continue;
            }
            int met = 0;
            while (at < conditions && plan.entryOf(waiting.condition(at)).number() == entry.number()) {
                judged[met++] = waiting.condition(at++) - entry.firstCondition();
            }
            judge(entry, laneTime, met);
        }
    }

    private void judge(Entry entry, long laneTime, int met) {
        if (entry.goesByLane() && laneTime != Long.MIN_VALUE) {
            entry.detector().add(waited, judged, met, laneTime, laneTime);
            return;
        }
        long primary = primary(entry, waited);
        if (primary != Detector.NO_TIME) {
            entry.detector().add(waited, judged, met, primary, arrival(waited));
        } else {
            timeless[entry.number()]++;
        }
    }

    private long primary(Entry entry, Event of) {
        long own = times.of(of, entry.primarySlot());
        return own != DateText.NONE ? own : entry.fallback() ? times.of(of, timestampSlot) : Detector.NO_TIME;
    }

    private long arrival(Event of) {
        long arrival = times.of(of, plan.ingestedSlot());
        return arrival != DateText.NONE ? arrival : times.of(of, timestampSlot);
    }

    @Override
    public void close() throws IOException {
        for (Lane lane : lanes) {
            lane.close();
        }
        if (stage != null) {
            stage.close();
        }
        rejections.close();
    }
}
