package io.picket.rule;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.IndexPatterns;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of fields and shippers beyond types: which fields hold arrays, which hold one value in practice, who
 * writes which {@code event.action} and who leaves which field out (from the sources of Beats and the integrations).
 */
final class CheckFacts {

    private static final Set<String> SINGLE = Set.of(
            "data_stream.dataset",
            "destination.port",
            "event.code",
            "event.dataset",
            "event.kind",
            "event.module",
            "event.outcome",
            "event.provider",
            "file.extension",
            "file.name",
            "file.path",
            "host.id",
            "host.name",
            "host.os.type",
            "network.direction",
            "network.transport",
            "process.executable",
            "process.name",
            "process.parent.executable",
            "process.parent.name",
            "process.parent.pid",
            "process.pid",
            "registry.path",
            "source.port",
            "user.id",
            "user.name");

    /** Names that the Elastic Common Schema settles in full, so that an unknown one below them is doubtful. */
    private static final Set<String> COMMON_ROOTS = Set.of(
            "client",
            "destination",
            "dll",
            "dns",
            "event",
            "file",
            "host",
            "http",
            "network",
            "process",
            "registry",
            "rule",
            "server",
            "source",
            "threat",
            "tls",
            "url",
            "user",
            "user_agent");

    private static final Set<String> SOURCES =
            Set.of("source.ip", "source.address", "source.mac", "source.domain", "client.ip", "client.address");
    private static final Set<String> DESTINATIONS = Set.of(
            "destination.ip",
            "destination.address",
            "destination.mac",
            "destination.domain",
            "server.ip",
            "server.address");

    /** An action that only some shippers write, and the index patterns their events go to. */
    record ActionWriters(String action, List<String> indices, String words) {}

    private static final List<ActionWriters> WRITERS = List.of(
            new ActionWriters(
                    "network_flow",
                    List.of("packetbeat-*", "logs-network_traffic.flow-*", "auditbeat-*", "logs-system_audit.*"),
                    "Packetbeat's flows (packetbeat-*, logs-network_traffic.flow-*) and Auditbeat's socket dataset"),
            new ActionWriters(
                    "netflow_flow",
                    List.of("filebeat-*", "logs-netflow.log-*"),
                    "the netflow input (filebeat-*, logs-netflow.log-*)"));

    /** Fields that a source leaves out unless it is set up in a special way. */
    record LeftOut(String index, Set<String> fields, String unless) {}

    private static final Set<String> ENTITY_IDS =
            Set.of("process.parent.entity_id", "process.session_leader.entity_id", "process.entry_leader.entity_id");

    private static final List<LeftOut> LEFT_OUT = List.of(
            new LeftOut("auditbeat-*", ENTITY_IDS, "the add_session_metadata processor is on"),
            new LeftOut("logs-auditd_manager.auditd-*", ENTITY_IDS, "its session data option is on"));

    private CheckFacts() {}

    /** Whether the Elastic Common Schema says that the field holds an array. */
    static boolean isArray(String field) {
        return BundledFieldTypes.get().isArray(field);
    }

    /** Whether an event has at most one value of it, as far as schemas and shippers go. */
    static boolean isSingle(String field) {
        return SINGLE.contains(field);
    }

    /** A field with one value an event that may have been meant instead of the array. */
    static String singleInsteadOf(String array) {
        return array.endsWith(".args")
                ? array.substring(0, array.length() - ".args".length()) + ".command_line"
                : "event.id";
    }

    static boolean isCommonRoot(String root) {
        return COMMON_ROOTS.contains(root);
    }

    static boolean isSourceAddress(String field) {
        return SOURCES.contains(field);
    }

    static boolean isDestinationAddress(String field) {
        return DESTINATIONS.contains(field);
    }

    /** Who writes the action, if only some do. */
    static Optional<ActionWriters> writersOf(String action) {
        return WRITERS.stream()
                .filter(writers -> writers.action().equals(action))
                .findFirst();
    }

    /** Whether some index can meet both patterns, judged by what stands before their first stars. */
    static boolean overlap(String pattern, String other) {
        String left = beforeStar(pattern);
        String right = beforeStar(other);
        boolean leftOpen = left.length() < pattern.length();
        boolean rightOpen = right.length() < other.length();
        if (leftOpen && rightOpen) {
            return left.startsWith(right) || right.startsWith(left);
        }
        return leftOpen
                ? new IndexPatterns(List.of(pattern)).matches(other)
                : new IndexPatterns(List.of(other)).matches(pattern);
    }

    private static String beforeStar(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern : pattern.substring(0, star);
    }

    /** The source behind exactly this pattern, if it leaves the field out. */
    static Optional<LeftOut> leftOut(String pattern, String field) {
        return LEFT_OUT.stream()
                .filter(out -> out.fields().contains(field))
                .filter(out -> new IndexPatterns(List.of(out.index())).matches(pattern.replace("*", "x")))
                .findFirst();
    }
}
