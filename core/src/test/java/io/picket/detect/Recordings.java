package io.picket.detect;

import io.picket.condition.DateText;
import io.picket.detect.ThresholdKit.Happening;
import io.picket.testkit.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.ObjectMapper;

/** Recorded scans as happenings; plain Jackson, for tests that need no fast reader. */
final class Recordings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Recordings() {}

    /** The documents of a recording that pass, by their {@code @timestamp}. */
    static List<Happening> read(String recording, String file, Predicate<Map<String, Object>> passes) {
        List<Happening> happenings = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(
                        Shared.path("data/scans").resolve(recording).resolve(file))),
                StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                Map<String, Object> fields = new HashMap<>();
                flatten("", JSON.readValue(line, Map.class), fields);
                if (passes.test(fields)) {
                    long time = DateText.millis(String.valueOf(fields.get("@timestamp")));
                    happenings.add(new Happening(time, time, recording + "-" + happenings.size(), fields));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return happenings;
    }

    private static void flatten(String prefix, Map<?, ?> object, Map<String, Object> fields) {
        object.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name + ".", inner, fields);
            } else if (value != null) {
                fields.put(name, value);
            }
        });
    }
}
