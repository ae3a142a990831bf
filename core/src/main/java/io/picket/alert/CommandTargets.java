package io.picket.alert;

import io.picket.condition.Cidr;
import io.picket.condition.IpAddress;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sweep with command-line tools was aimed at, as far as its arguments say: addresses (also as {@code host:port}
 * or {@code TCP:host:port}), blocks of addresses, host names with a dot in them, and ports. A bare number is taken for a
 * port only where all tools of the sweep take ports as bare numbers; a number that belongs to an option, such as
 * {@code -w 1}, cannot be told from a port.
 */
record CommandTargets(Set<String> addresses, Set<String> blocks, Set<String> names, Set<Integer> ports) {

    private static final Set<String> TOOLS_WITH_PORTS = Set.of(
            "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "telnet", "socat", "hping", "hping3", "nmap");
    private static final Pattern WITH_PORT =
            Pattern.compile("(?:[A-Za-z][A-Za-z0-9-]*:)?\\[?([0-9A-Za-z.:-]+?)]?:(\\d{1,5})(?:,.*)?");
    private static final Pattern NAME =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\\.){1,10}[A-Za-z]{2,24}\\.?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final int ARGUMENT_CHARS_MAX = 300;
    private static final int PORT_MAX = 65_535;

    static CommandTargets of(Collection<String> arguments, Collection<String> tools) {
        CommandTargets found = new CommandTargets(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        boolean numbersArePorts = !tools.isEmpty() && TOOLS_WITH_PORTS.containsAll(tools);
        for (String argument : arguments) {
            if (argument.length() <= ARGUMENT_CHARS_MAX && !argument.startsWith("-") && !tools.contains(argument)) {
                found.add(argument, numbersArePorts);
            }
        }
        return found;
    }

    private void add(String argument, boolean numbersArePorts) {
        if (numbersArePorts && NUMBER.matcher(argument).matches()) {
            addPort(argument);
            return;
        }
        if (addHost(argument)) {
            return;
        }
        if (argument.indexOf('/') > 0) {
            if (Cidr.parse(argument) != null) {
                blocks.add(argument);
            }
            return;
        }
        Matcher withPort = WITH_PORT.matcher(argument);
        if (withPort.matches() && addHost(withPort.group(1))) {
            addPort(withPort.group(2));
        }
    }

    private boolean addHost(String text) {
        IpAddress address = IpAddress.parse(text);
        if (address != null) {
            addresses.add(address.toString());
            return true;
        }
        boolean isName = text.length() <= 253 && NAME.matcher(text).matches();
        if (isName) {
            names.add(text);
        }
        return isName;
    }

    private void addPort(String digits) {
        int port = Integer.parseInt(digits);
        if (port > 0 && port <= PORT_MAX) {
            ports.add(port);
        }
    }

    boolean isEmpty() {
        return addresses.isEmpty() && blocks.isEmpty() && names.isEmpty() && ports.isEmpty();
    }
}
