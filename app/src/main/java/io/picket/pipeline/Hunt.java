package io.picket.pipeline;

import io.picket.condition.DateText;
import io.picket.detect.Detector;
import io.picket.detect.DetectorStatus;
import io.picket.enrich.ParentEntity;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.EventRecord;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.HuntPlan.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Event files through rules, once.
 *
 * <pre>
 * file → documents → event → matched rules ─┬─ lane by event.ingested ─┬─ in order of time → detectors → alerts
 * file → documents → event → matched rules ─┴─ lane by @timestamp     ─┘
 * </pre>
 *
 * Reading and matching know no order, so files are read as they come, a piece of each in turn, always of the one that is
 * furthest behind. Only matched events wait: in a lane for each kind of time that rules go by, until no source can
 * bring an earlier one. Sources that are in order within the lateness let the lane move on while they are read; the
 * others are read to their end first, which sorts them, on disk when memory does not hold them.
 */
public final class Hunt implements Closeable {

    private static final long MEMORY_BYTES_PER_LANE = 256L << 20;
    private static final int RECORD_HEAD_BYTES = 2;

    private final HuntPlan plan;
    private final HuntOptions options;
    private final Event event;
    private final Event waited;
    private final EventReader reader;
    private final Matcher matcher;
    private final Provenance provenance;
    private final EventRecord record;
    private final Lane[] lanes;
    private final @Nullable ParentEntity[] parents;
    private final int timestampSlot;
    private final int ingestedSlot;
    private final int[] laneSlots;
    private final long[] late;
    private final int[] laneRules;
    private final Rejections rejections;
    private final Path temporary;
    private byte[] pending = new byte[4096];
    private long events;
    private long untimed;
    private long unplaced;
    private final List<String> notes = new ArrayList<>();

    public Hunt(HuntPlan plan, HuntOptions options) throws IOException {
        this.plan = plan;
        this.options = options;
        this.event = new Event(plan.fields());
        this.waited = new Event(plan.fields());
        this.reader = new EventReader(plan.fields());
        this.matcher = new Matcher(plan.matches());
        this.provenance = new Provenance(plan.fields());
        this.record = new EventRecord();
        this.rejections = new Rejections(options.rejected());
        this.temporary = Files.createTempDirectory(options.temporary(), "picket-");
        this.timestampSlot = plan.fields().slot(HuntPlan.TIMESTAMP);
        this.ingestedSlot = plan.fields().slot(HuntPlan.INGESTED);
        int laneCount = plan.laneFields().size();
        this.lanes = new Lane[laneCount];
        this.laneSlots = new int[laneCount];
        this.parents = new ParentEntity[laneCount];
        for (int i = 0; i < laneCount; i++) {
            lanes[i] = new Lane(i, temporary, MEMORY_BYTES_PER_LANE);
            laneSlots[i] = plan.fields().slot(plan.laneFields().get(i));
            parents[i] = plan.derives() ? new ParentEntity(plan.fields()) : null;
        }
        this.late = new long[plan.entries().size()];
        this.laneRules = new int[plan.entries().size() + 1];
    }
}
