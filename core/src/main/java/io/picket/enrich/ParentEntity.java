package io.picket.enrich;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.Literal;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives process events a {@code process.parent.entity_id} where their source writes none (Auditbeat, auditd): the host,
 * the parent's process id, and when the parent began, as far as earlier events told.
 *
 * <p>A process id is reused, so the start tells one holder from the next. It is taken from
 * {@code process.parent.start}, else from the first event seen of that process id on that host. A fork or exit event,
 * another {@code process.start} or another parent means a new holder; an exec does not, for a shell that becomes
 * another program is still the parent of its children. A parent that no event told of has the start {@code unknown};
 * all its children still share one id.
 *
 * <p>State: one entry a live process id, at most {@value #PROCESSES_MAX}, least recently used given up first. Events
 * must come in order of time.
 */
public final class ParentEntity {

    /** The field it derives. */
    public static final String FIELD = "process.parent.entity_id";

    /** The field that names what was derived. */
    public static final String MARK = "picket.derived";

    private static final int PROCESSES_MAX = 200_000;

    private record ProcessKey(String host, String pid) {}

    private record Holder(String start, @Nullable String parentPid, boolean startGiven) {}

    private static final Field DERIVED = new Field(FIELD, FieldType.KEYWORD);

    private final Map<ProcessKey, Holder> holders = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessKey, Holder> eldest) {
            return size() > PROCESSES_MAX;
        }
    };
    private final int host;
    private final int agent;
    private final int pid;
    private final int start;
    private final int parentPid;
    private final int oldParentPid;
    private final int parentStart;
    private final int action;
    private final int type;
    private final int derived;
    private final int mark;

    public ParentEntity(FieldTable fields) {
        host = fields.slot("host.id");
        agent = fields.slot("agent.id");
        pid = fields.slot("process.pid");
        start = fields.slot("process.start");
        parentPid = fields.slot("process.parent.pid");
        oldParentPid = fields.slot("process.ppid");
        parentStart = fields.slot("process.parent.start");
        action = fields.slot("event.action");
        type = fields.slot("event.type");
        derived = fields.slot(FIELD);
        mark = fields.slot(MARK);
    }

    /** The fields it looks at and fills. */
    public static List<String> fields() {
        return List.of(
                "host.id",
                "agent.id",
                "process.pid",
                "process.start",
                "process.parent.pid",
                "process.ppid",
                "process.parent.start",
                "event.action",
                "event.type",
                FIELD,
                MARK);
    }

    /** Which events it must be shown: process events that carry no parent entity id. */
    public static Condition concerns() {
        return new Condition.And(List.of(
                new Condition.In(
                        new Field("event.category", FieldType.KEYWORD),
                        List.of(new Literal.Text("process")),
                        Case.SENSITIVE),
                new Condition.Exists(new Field("process.pid", FieldType.LONG)),
                new Condition.Not(new Condition.Exists(DERIVED))));
    }

    /** Learns from an event, and adds to it what it lacks. */
    public void derive(Event event, long time) {
        if (event.has(derived)) {
            return;
        }
        String onHost = event.firstText(host);
        if (onHost == null) {
            onHost = event.firstText(agent);
        }
        if (onHost == null) {
            return;
        }
        String own = event.firstText(pid);
        String parent = event.firstText(parentPid);
        if (parent == null) {
            parent = event.firstText(oldParentPid);
        }
        if (own != null) {
            learn(new ProcessKey(onHost, own), parent, event, time);
        }
        if (parent != null) {
            add(event, derived, onHost + ":" + parent + ":" + parentStart(onHost, parent, event));
            add(event, mark, FIELD);
        }
    }

    private void learn(ProcessKey process, @Nullable String parent, Event event, long time) {
        if (event.texts(type).contains("end")) {
            holders.remove(process);
            return;
        }
        String given = event.firstText(start);
        Holder known = holders.get(process);
        boolean another = known == null
                || event.texts(action).contains("fork")
                || given != null && known.startGiven() && !given.equals(known.start())
                || parent != null && known.parentPid() != null && !parent.equals(known.parentPid());
        if (another) {
            String began = given != null ? given : Instant.ofEpochMilli(time).toString();
            holders.put(process, new Holder(began, parent, given != null));
        }
    }

    private String parentStart(String onHost, String parent, Event event) {
        String given = event.firstText(parentStart);
        if (given != null) {
            return given;
        }
        Holder holder = holders.get(new ProcessKey(onHost, parent));
        return holder == null ? "unknown" : holder.start();
    }

    private static void add(Event event, int slot, String text) {
        if (slot != FieldTable.NONE) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            event.add(slot, Kind.STRING, bytes, 0, bytes.length);
        }
    }
}
