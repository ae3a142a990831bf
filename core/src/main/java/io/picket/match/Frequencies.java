package io.picket.match;

import java.util.Map;
import java.util.Set;

/**
 * How common values are, so that conditions are found by their rarest part. A guess that is off costs time, never a
 * match.
 */
@FunctionalInterface
public interface Frequencies {

    /** From this share on a value tells events apart as a group and no longer finds single ones. */
    double COMMON = 0.02;

    /**
     * The share of events, 0 to 1, in which some value of the field is this one.
     *
     * @param value its text, in lower case where case does not count
     */
    double shareOf(String field, String value);

    /** What is known before the first event: fields that classify events, and values that most machines show. */
    static Frequencies usual() {
        return Usual::shareOf;
    }

    /** The list behind {@link #usual}. */
    final class Usual {
        private static final double RARE = 0.001;

        private static final Set<String> CLASSES = Set.of(
                "event.category",
                "event.type",
                "event.kind",
                "event.outcome",
                "event.module",
                "event.dataset",
                "data_stream.dataset",
                "data_stream.type",
                "host.os.type",
                "host.os.family",
                "host.os.platform",
                "agent.type",
                "network.transport",
                "network.type",
                "network.direction",
                "network.protocol",
                "event.provider",
                "winlog.channel",
                "process.code_signature.trusted",
                "process.code_signature.exists");

        private static final Set<String> USERS = Set.of("0", "root", "system", "s-1-5-18", "SYSTEM", "S-1-5-18");
        private static final Set<String> PARENTS = Set.of(
                "sh", "bash", "systemd", "cmd.exe", "powershell.exe", "explorer.exe", "services.exe", "svchost.exe");

        private static final Map<String, Set<String>> VALUES = Map.of(
                "event.action",
                Set.of(
                        "start",
                        "end",
                        "exec",
                        "fork",
                        "executed",
                        "process_started",
                        "creation",
                        "modification",
                        "deletion",
                        "rename",
                        "load",
                        "network_flow",
                        "connection_attempted",
                        "connection_accepted",
                        "disconnect_received",
                        "lookup_requested",
                        "lookup_result"),
                "process.parent.name",
                PARENTS,
                "process.name",
                PARENTS,
                "user.id",
                USERS,
                "user.name",
                USERS,
                "destination.port",
                Set.of("53", "80", "443", "445", "22"));

        private Usual() {}

        static double shareOf(String field, String value) {
            if (CLASSES.contains(field)) {
                return 0.2;
            }
            Set<String> common = VALUES.get(field);
            return common != null && common.contains(value) ? 0.1 : RARE;
        }
    }
}
