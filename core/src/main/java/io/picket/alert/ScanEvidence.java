package io.picket.alert;

import io.picket.alert.ScanShape.Host;
import io.picket.alert.ScanShape.Kind;
import io.picket.alert.ScanShape.Port;
import io.picket.alert.ThresholdSightings.Outcome;
import io.picket.condition.DateText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Evidence of network contacts: who was tried on which ports, with what outcome, and what kind of scan that makes.
 * Outcomes count distinct (target, port), not packets or reports.
 */
final class ScanEvidence {

    static final int LISTED_MAX = 1_000;

    private static final int PORTS_SAID_MAX = 8;
    private static final String SCAN = ThresholdEvidence.PREFIX + "scan.";

    private final ThresholdSightings sightings;
    private final ScanShape shape;
    private final long millis;
    private final List<String> sources;

    ScanEvidence(ThresholdSightings sightings) {
        this.sightings = sightings;
        this.shape = ScanShape.of(sightings.contacts());
        this.millis = sightings.last() - sightings.first();
        this.sources = sources(sightings);
    }

    private static List<String> sources(ThresholdSightings sightings) {
        Object one = sightings.valueOf("source.ip");
        if (one != null) {
            return List.of(one.toString());
        }
        return sightings.countedField().filter("source.ip"::equals).isPresent()
                ? sightings.seen().stream().map(seen -> seen.value().toString()).toList()
                : List.of();
    }

    /** The scan in one sentence; empty if the contacts make none, or nobody knows whose they are. */
    Optional<String> headline() {
        return sources.isEmpty()
                ? Optional.empty()
                : shape.kind().map(kind -> actor() + deed(kind) + " " + Amounts.in(millis) + outcomes());
    }

    private String actor() {
        return sources.size() == 1 ? sources.getFirst() : Amounts.count(sightings.distinct(), "source", "sources");
    }

    private String deed(Kind kind) {
        String atLeast = sightings.exact() && sightings.contactsOmitted() == 0 ? "" : "at least ";
        String ports = Amounts.count(shape.ports().size(), "port", "ports");
        if (kind == Kind.HORIZONTAL) {
            boolean allKnown = shape.count(Outcome.ANSWERED) + shape.count(Outcome.REFUSED) == shape.contacts();
            String verb = allKnown ? " reached " : " tried ";
            return verb + atLeast + Amounts.count(shape.hosts().size(), "host", "hosts") + onPorts();
        }
        return " tried " + atLeast + ports + onHosts();
    }

    private String onPorts() {
        return switch (shape.ports().size()) {
            case 0 -> "";
            case 1 -> " on port " + shape.ports().keySet().iterator().next();
            default -> " on " + shape.ports().size() + " ports";
        };
    }

    private String onHosts() {
        return switch (shape.hosts().size()) {
            case 0 -> "";
            case 1 -> " on " + shape.hosts().keySet().iterator().next();
            default -> " on " + shape.hosts().size() + " hosts";
        };
    }

    /** {@code : 3 answered (22, 445, 3389), 309 refused}; what is unknown is not said. */
    private String outcomes() {
        List<String> said = new ArrayList<>();
        long answered = shape.count(Outcome.ANSWERED);
        if (answered > 0) {
            List<Integer> ports = answeredPorts();
            String which = ports.isEmpty() || ports.size() > PORTS_SAID_MAX ? "" : " (" + Ports.listed(ports) + ")";
            said.add(answered + " answered" + which);
        }
        if (shape.count(Outcome.REFUSED) > 0) {
            said.add(shape.count(Outcome.REFUSED) + " refused");
        }
        if (shape.count(Outcome.SILENT) > 0) {
            said.add(shape.count(Outcome.SILENT) + " silent");
        }
        return said.isEmpty() ? "" : ": " + String.join(", ", said);
    }

    private List<Integer> answeredPorts() {
        return shape.ports().entrySet().stream()
                .filter(port -> port.getValue().best() == Outcome.ANSWERED)
                .map(Map.Entry::getKey)
                .toList();
    }

    void put(Map<String, Object> evidence) {
        if (sightings.contacts().isEmpty()) {
            return;
        }
        shape.kind().ifPresent(kind -> {
            evidence.put(SCAN + "class", kind.word());
            evidence.put(SCAN + "slow", shape.isSlow(millis));
        });
        ScanDirection.of(sources, List.copyOf(shape.hosts().keySet()))
                .ifPresent(direction -> evidence.put(SCAN + "direction", direction.word()));
        evidence.put(SCAN + "hosts", (long) shape.hosts().size());
        evidence.put(SCAN + "distinct_ports", (long) shape.ports().size());
        evidence.put(SCAN + "contacts", shape.contacts());
        if (sightings.contactsOmitted() > 0) {
            evidence.put(SCAN + "contacts_complete", false);
        }
        if (millis > 0) {
            evidence.put(SCAN + "contacts_per_second", Amounts.rounded(shape.contacts() * 1_000.0 / millis));
        }
        evidence.put(SCAN + "outcomes", outcomes(shape.outcomes()));
        if (!shape.ports().isEmpty()) {
            evidence.put(SCAN + "port_ranges", Ports.ranges(shape.ports().keySet()));
        }
        putPorts(evidence);
        putTargets(evidence);
    }

    private void putPorts(Map<String, Object> evidence) {
        List<String> transports = sightings.details().getOrDefault("network.transport", List.of());
        String transport = transports.size() == 1 ? transports.getFirst() : "";
        List<Object> listed = new ArrayList<>();
        List<Object> sensitive = new ArrayList<>();
        for (Map.Entry<Integer, Port> port : shape.portsByInterest()) {
            int number = port.getKey();
            if (Services.isSensitive(number)) {
                sensitive.add((long) number);
            }
            if (listed.size() == LISTED_MAX) {
                continue;
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("port", (long) number);
            Services.name(number, transport).ifPresent(name -> told.put("service", name));
            told.put("sensitive", Services.isSensitive(number));
            told.put("outcome", word(port.getValue().best()));
            if (shape.hosts().size() > 1) {
                told.put("hosts", (long) port.getValue().hosts().size());
                told.put("outcomes", outcomes(port.getValue().outcomes()));
            }
            listed.add(told);
        }
        if (!listed.isEmpty()) {
            evidence.put(SCAN + "sensitive_ports", sensitive);
            evidence.put(SCAN + "ports", listed);
            ThresholdEvidence.putOmitted(
                    evidence, SCAN + "ports_omitted", shape.ports().size() - listed.size());
        }
    }

    private void putTargets(Map<String, Object> evidence) {
        List<Object> listed = new ArrayList<>();
        for (Map.Entry<String, Host> host : shape.hosts().entrySet()) {
            if (listed.size() == LISTED_MAX) {
                break;
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("address", host.getKey());
            told.put("ports", (long) host.getValue().ports().size());
            told.put("outcomes", outcomes(host.getValue().outcomes()));
            told.put("first", DateText.iso(host.getValue().first()));
            told.put("last", DateText.iso(host.getValue().last()));
            listed.add(told);
        }
        if (!listed.isEmpty()) {
            evidence.put(SCAN + "targets", listed);
            ThresholdEvidence.putOmitted(
                    evidence, SCAN + "targets_omitted", shape.hosts().size() - listed.size());
        }
    }

    private static Map<String, Object> outcomes(Map<Outcome, Long> counts) {
        Map<String, Object> told = new LinkedHashMap<>();
        for (Outcome outcome : List.of(Outcome.ANSWERED, Outcome.REFUSED, Outcome.SILENT, Outcome.UNKNOWN)) {
            told.put(word(outcome), counts.getOrDefault(outcome, 0L));
        }
        return told;
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
