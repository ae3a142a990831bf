package io.picket.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which index or data stream an event belongs to when its sender did not say: told from the fields that shippers set.
 *
 * <ol>
 *   <li>{@code data_stream.type}, {@code .dataset}, {@code .namespace}: {@code logs-endpoint.events.process-default};
 *       without type {@code logs}, without namespace {@code default}
 *   <li>{@code @metadata.beat} or an {@code agent.type} that is a Beat, with its version: {@code packetbeat-7.8.2}
 *   <li>{@code agent.type: endpoint} with {@code event.dataset}: the data stream of that dataset
 * </ol>
 *
 * <p>For one thread. Names are made once and remembered.
 */
public final class Provenance {

    /** The fields it looks at; a table without them tells less. */
    public static final List<String> FIELDS = List.of(
            "data_stream.type",
            "data_stream.dataset",
            "data_stream.namespace",
            "@metadata.beat",
            "@metadata.version",
            "agent.type",
            "agent.version",
            "event.dataset",
            "kibana.alert.uuid");

    /** The index of alerts, as Elastic's engine names it in the default space. */
    public static final String ALERTS = ".internal.alerts-security.alerts-default-000001";

    /** Longest value that can be a part of an index name, in bytes, as Elasticsearch has it for data streams. */
    static final int PART_BYTES_MAX = 100;

    private static final byte[] LOGS = ascii("logs");
    private static final byte[] METRICS = ascii("metrics");
    private static final byte[] DEFAULT = ascii("default");
    private static final byte[] BEAT = ascii("beat");
    private static final byte[] ENDPOINT = ascii("endpoint");
    private static final byte[] EVENTS = ascii("endpoint.events.");
    private static final byte[] ENDPOINT_ALERTS = ascii("endpoint.alerts");

    private static final boolean[] FORBIDDEN = forbidden();

    private final int type;
    private final int dataset;
    private final int namespace;
    private final int beat;
    private final int beatVersion;
    private final int agentType;
    private final int agentVersion;
    private final int eventDataset;
    private final int alert;
    private final NameCache names = new NameCache();
    private final byte[] name = new byte[3 * PART_BYTES_MAX + 2];
    private int length;
    private @Nullable Likeness last;
    private String lastIndex = "";

    public Provenance(FieldTable fields) {
        this.type = fields.slot("data_stream.type");
        this.dataset = fields.slot("data_stream.dataset");
        this.namespace = fields.slot("data_stream.namespace");
        this.beat = fields.slot("@metadata.beat");
        this.beatVersion = fields.slot("@metadata.version");
        this.agentType = fields.slot("agent.type");
        this.agentVersion = fields.slot("agent.version");
        this.eventDataset = fields.slot("event.dataset");
        this.alert = fields.slot("kibana.alert.uuid");
    }

    /** The index the event came with, else the one its fields tell, else the empty string. */
    public String indexOf(Event event) {
        if (!event.index().isEmpty()) {
            return event.index();
        }
        Likeness likeness = event.likeness();
        if (likeness != null && likeness == last) {
            return lastIndex;
        }
        String index = told(event);
        if (likeness != null && isFixed(likeness)) {
            last = likeness;
            lastIndex = index;
        }
        return index;
    }

    /** The id that an alert gives itself; null of what is no alert. */
    public @Nullable String alertOf(Event event) {
        int value = value(event, alert);
        return value == Event.NONE ? null : event.text(value);
    }

    private boolean isFixed(Likeness likeness) {
        return likeness.isFixed(type)
                && likeness.isFixed(dataset)
                && likeness.isFixed(namespace)
                && likeness.isFixed(beat)
                && likeness.isFixed(beatVersion)
                && likeness.isFixed(agentType)
                && likeness.isFixed(agentVersion)
                && likeness.isFixed(eventDataset);
    }

    private String told(Event event) {
        length = 0;
        boolean told = dataStream(event)
                || beat(event, beat, beatVersion)
                || beat(event, beat, agentVersion)
                || beat(event, agentType, agentVersion)
                || endpoint(event);
        return told ? names.of(name, 0, length) : "";
    }

    private boolean dataStream(Event event) {
        return value(event, dataset) != Event.NONE
                && start()
                && partOr(event, type, LOGS)
                && part(event, dataset)
                && partOr(event, namespace, DEFAULT);
    }

    private boolean beat(Event event, int whichBeat, int version) {
        return endsWithBeat(event, value(event, whichBeat))
                && start()
                && part(event, whichBeat)
                && part(event, version);
    }

    private boolean endpoint(Event event) {
        if (!is(event, value(event, agentType), ENDPOINT, true)) {
            return false;
        }
        int value = value(event, eventDataset);
        boolean logs = is(event, value, EVENTS, false) || is(event, value, ENDPOINT_ALERTS, true);
        boolean metrics = !logs && is(event, value, ENDPOINT, false);
        return (logs || metrics)
                && start()
                && part(logs ? LOGS : METRICS)
                && part(event, eventDataset)
                && part(DEFAULT);
    }

    private static int value(Event event, int slot) {
        return slot == FieldTable.NONE ? Event.NONE : event.first(slot);
    }

    private static boolean endsWithBeat(Event event, int value) {
        int from = value == Event.NONE ? 0 : event.from(value) + event.length(value) - BEAT.length;
        return value != Event.NONE && event.length(value) > BEAT.length && same(event.bytes(value), from, BEAT);
    }

    /** Whether a value is this text, or at least starts with it. */
    private static boolean is(Event event, int value, byte[] text, boolean whole) {
        return value != Event.NONE
                && (whole ? event.length(value) == text.length : event.length(value) > text.length)
                && same(event.bytes(value), event.from(value), text);
    }

    private static boolean same(byte[] bytes, int from, byte[] text) {
        return java.util.Arrays.equals(bytes, from, from + text.length, text, 0, text.length);
    }

    private boolean start() {
        length = 0;
        return true;
    }

    private boolean partOr(Event event, int slot, byte[] otherwise) {
        return value(event, slot) == Event.NONE ? part(otherwise) : part(event, slot);
    }

    private boolean part(byte[] text) {
        return part(text, 0, text.length);
    }

    private boolean part(Event event, int slot) {
        int value = value(event, slot);
        return value != Event.NONE && part(event.bytes(value), event.from(value), event.length(value));
    }

    /** Adds a part to the name; false if no index could be called that. */
    private boolean part(byte[] text, int from, int count) {
        if (count == 0 || count > PART_BYTES_MAX) {
            return false;
        }
        if (length > 0) {
            name[length++] = '-';
        }
        for (int i = from; i < from + count; i++) {
            if (FORBIDDEN[text[i] & 0xFF]) {
                return false;
            }
            name[length++] = text[i];
        }
        return true;
    }

    /** By byte: what no index name may hold. */
    private static boolean[] forbidden() {
        boolean[] forbidden = new boolean[256];
        java.util.Arrays.fill(forbidden, 0, ' ' + 1, true);
        "\"*,/<>?\\|#".chars().forEach(c -> forbidden[c] = true);
        return forbidden;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
