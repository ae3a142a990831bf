package io.picket.alert;

import io.picket.alert.ThresholdSightings.Seen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evidence of programs that were run: which, by whom, where, at what targets. */
final class CommandEvidence {

    private static final int LISTED_MAX = 1_000;
    private static final int NAMES_SAID_MAX = 3;
    private static final String SWEEP = ThresholdEvidence.PREFIX + "sweep.";

    private final ThresholdSightings sightings;
    private final List<String> tools;
    private final CommandTargets targets;

    CommandEvidence(ThresholdSightings sightings) {
        this.sightings = sightings;
        this.tools = tools(sightings);
        this.targets = CommandTargets.of(arguments(), tools);
    }

    static boolean isAbout(ThresholdSightings sightings) {
        return sightings.fields().stream().anyMatch(field -> field.startsWith("process."))
                || sightings
                        .countedField()
                        .filter(field -> field.startsWith("process."))
                        .isPresent();
    }

    private static List<String> tools(ThresholdSightings sightings) {
        List<String> names = values(sightings, "process.name");
        if (!names.isEmpty()) {
            return names;
        }
        return values(sightings, "process.executable").stream()
                .map(path -> path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1))
                .toList();
    }

    /** A field's values: the group's, else those seen. */
    private static List<String> values(ThresholdSightings sightings, String field) {
        Object one = sightings.valueOf(field);
        return one != null ? List.of(one.toString()) : sightings.details().getOrDefault(field, List.of());
    }

    /** The distinct arguments counted, or the words of the sampled command lines. */
    private Set<String> arguments() {
        Set<String> arguments = new LinkedHashSet<>();
        if (sightings.countedField().filter("process.args"::equals).isPresent()) {
            for (Seen seen : sightings.seen()) {
                arguments.add(seen.value().toString());
            }
        } else {
            sightings.commands().forEach(command -> arguments.addAll(List.of(command.split(" +", -1))));
        }
        return arguments;
    }

    /** The sweep in one sentence; empty if no tool is known. */
    Optional<String> headline() {
        if (tools.isEmpty()) {
            return Optional.empty();
        }
        List<String> users = values(sightings, "user.name");
        List<String> hosts = values(sightings, "host.name");
        String tool = Amounts.list(tools, NAMES_SAID_MAX, "programs");
        String times = (sightings.exact() ? "" : "at least ") + Amounts.count(sightings.count(), "time", "times");
        String did = users.isEmpty()
                ? tool + " ran " + times
                : Amounts.list(users, NAMES_SAID_MAX, "users") + " ran " + tool + " " + times;
        String where = hosts.isEmpty() ? "" : " on " + Amounts.list(hosts, NAMES_SAID_MAX, "hosts");
        return Optional.of(did + where + aims() + " " + Amounts.in(sightings.last() - sightings.first()));
    }

    private String aims() {
        List<String> aims = new ArrayList<>();
        add(aims, targets.addresses().size(), "address", "addresses");
        add(aims, targets.blocks().size(), "block", "blocks");
        add(aims, targets.names().size(), "host name", "host names");
        add(aims, targets.ports().size(), "port", "ports");
        return aims.isEmpty() ? "" : " (" + String.join(", ", aims) + ")";
    }

    private static void add(List<String> aims, int count, String one, String many) {
        if (count > 0) {
            aims.add(Amounts.count(count, one, many));
        }
    }

    void put(Map<String, Object> evidence) {
        if (!tools.isEmpty()) {
            evidence.put(SWEEP + "tools", tools);
        }
        putLimited(evidence, "addresses", targets.addresses());
        putLimited(evidence, "blocks", targets.blocks());
        putLimited(evidence, "host_names", targets.names());
        if (!targets.ports().isEmpty()) {
            evidence.put(SWEEP + "port_ranges", Ports.ranges(targets.ports()));
        }
        if (!sightings.commands().isEmpty()) {
            evidence.put(SWEEP + "command_lines", sightings.commands());
        }
    }

    private static void putLimited(Map<String, Object> evidence, String name, Set<String> values) {
        if (!values.isEmpty()) {
            evidence.put(SWEEP + name, values.stream().limit(LISTED_MAX).toList());
            ThresholdEvidence.putOmitted(evidence, SWEEP + name + "_omitted", values.size() - LISTED_MAX);
        }
    }
}
