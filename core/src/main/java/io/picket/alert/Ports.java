package io.picket.alert;

import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sets of ports as people write them. */
final class Ports {

    private Ports() {}

    /** Ascending, runs of neighbours as {@code first-last}, separated by commas: {@code 22,80,8000-8010}. */
    static String ranges(Collection<Integer> ports) {
        StringBuilder text = new StringBuilder();
        int first = -1;
        int last = -1;
        for (int port : new TreeSet<>(ports)) {
            if (first >= 0 && port == last + 1) {
                last = port;
                continue;
            }
            append(text, first, last);
            first = port;
            last = port;
        }
        append(text, first, last);
        return text.toString();
    }

    /** {@code 22, 445, 3389}. */
    static String listed(Collection<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static void append(StringBuilder text, int first, int last) {
        if (first < 0) {
            return;
        }
        text.append(text.isEmpty() ? "" : ",").append(first);
        if (last > first) {
            text.append(last == first + 1 ? ',' : '-').append(last);
        }
    }
}
