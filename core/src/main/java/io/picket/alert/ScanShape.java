package io.picket.alert;

import io.picket.alert.ThresholdSightings.Contact;
import io.picket.alert.ThresholdSightings.Outcome;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What kind of scan a set of contacts makes.
 *
 * <p>Decided as bro-simple-scan does (ncsa/bro-simple-scan): at most {@value #FEW} hosts and more ports than hosts is
 * vertical; at most {@value #FEW} ports is horizontal; more of both is a block. One host and one port is no scan. A
 * scan is slow when it lasts at least {@value #SLOW_MILLIS} ms at no more than one new contact a second: tools that do
 * not hide are faster by orders of magnitude.
 */
record ScanShape(Map<String, Host> hosts, Map<Integer, Port> ports, long contacts, Map<Outcome, Long> outcomes) {

    static final int FEW = 5;
    static final long SLOW_MILLIS = 300_000;
    static final double SLOW_PER_SECOND = 1;

    /** How the contacts spread. */
    enum Kind {
        VERTICAL("vertical"),
        HORIZONTAL("horizontal"),
        BLOCK("block");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** One host's ports by what became of them, and when it was first and last tried. */
    record Host(Set<Integer> ports, Map<Outcome, Long> outcomes, long first, long last) {}

    /** On how many hosts a port was tried, with what outcome, the best of them first. */
    record Port(Set<String> hosts, Map<Outcome, Long> outcomes) {
        Outcome best() {
            return outcomes.keySet().stream().max(Outcome::compareTo).orElse(Outcome.UNKNOWN);
        }
    }

    static ScanShape of(Collection<Contact> contacts) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        Map<Integer, Port> ports = new TreeMap<>();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Contact contact : contacts) {
            outcomes.merge(contact.outcome(), 1L, Long::sum);
            if (!contact.target().isEmpty()) {
                hosts.merge(contact.target(), host(contact), ScanShape::join);
            }
            if (contact.port() >= 0) {
                Port port = ports.computeIfAbsent(
                        contact.port(), number -> new Port(new TreeSet<>(), new EnumMap<>(Outcome.class)));
                port.hosts().add(contact.target());
                port.outcomes().merge(contact.outcome(), 1L, Long::sum);
            }
        }
        return new ScanShape(hosts, ports, contacts.size(), outcomes);
    }

    private static Host host(Contact contact) {
        Set<Integer> ports = new TreeSet<>();
        if (contact.port() >= 0) {
            ports.add(contact.port());
        }
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        outcomes.put(contact.outcome(), 1L);
        return new Host(ports, outcomes, contact.first(), contact.last());
    }

    private static Host join(Host host, Host more) {
        host.ports().addAll(more.ports());
        more.outcomes().forEach((outcome, count) -> host.outcomes().merge(outcome, count, Long::sum));
        return new Host(
                host.ports(),
                host.outcomes(),
                Math.min(host.first(), more.first()),
                Math.max(host.last(), more.last()));
    }

    /** Empty if it is no scan. */
    Optional<Kind> kind() {
        int hostCount = hosts.size();
        int portCount = ports.size();
        if (hostCount < 2 && portCount < 2) {
            return Optional.empty();
        }
        if (hostCount <= FEW && portCount > hostCount) {
            return Optional.of(Kind.VERTICAL);
        }
        return Optional.of(portCount <= FEW ? Kind.HORIZONTAL : Kind.BLOCK);
    }

    boolean isSlow(long millis) {
        return millis >= SLOW_MILLIS && contacts * 1_000.0 / millis <= SLOW_PER_SECOND;
    }

    long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** Ports by interest: those that answered, then sensitive ones, then the rest; each ascending. */
    List<Map.Entry<Integer, Port>> portsByInterest() {
        return ports.entrySet().stream()
                .sorted(java.util.Comparator.comparingInt(ScanShape::rank).thenComparingInt(Map.Entry::getKey))
                .toList();
    }

    private static int rank(Map.Entry<Integer, Port> port) {
        if (port.getValue().best() == Outcome.ANSWERED) {
            return 0;
        }
        return Services.isSensitive(port.getKey()) ? 1 : 2;
    }
}
