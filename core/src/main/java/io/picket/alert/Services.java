package io.picket.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which service usually listens on a port: names as registered with IANA (Service Name and Transport Protocol Port
 * Number Registry) where it has one, else the name everybody uses; and which ports are sensitive, that is, open a way
 * to administer a machine or to read its data.
 *
 * <p>The table is {@code services.txt}: a port, {@code /udp} or {@code /tcp} if the name holds for that transport only,
 * the name, and {@code !} if it is sensitive.
 */
final class Services {

    private static final Services TABLE = read();

    private final Map<String, String> names = new HashMap<>();
    private final Set<Integer> sensitive = new HashSet<>();

    private Services() {}

    /** The service's name. {@code transport} is {@code tcp}, {@code udp}, or empty when not known. */
    static Optional<String> name(int port, String transport) {
        String only = TABLE.names.get(port + "/" + (transport.isEmpty() ? "tcp" : transport));
        return Optional.ofNullable(only != null ? only : TABLE.names.get(String.valueOf(port)));
    }

    static boolean isSensitive(int port) {
        return TABLE.sensitive.contains(port);
    }

    private static Services read() {
        Services services = new Services();
        try (InputStream in = Services.class.getResourceAsStream("services.txt")) {
            if (in == null) {
                throw new IllegalStateException("services.txt is missing");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(services::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return services;
    }

    private void add(String line) {
        String[] parts = line.split(" ", -1);
        names.put(parts[0], parts[1]);
        if (parts.length > 2) {
            int slash = parts[0].indexOf('/');
            sensitive.add(Integer.valueOf(slash < 0 ? parts[0] : parts[0].substring(0, slash)));
        }
    }
}
