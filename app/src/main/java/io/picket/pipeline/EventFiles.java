package io.picket.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The event files that a person's arguments name.
 *
 * @param files in the order of the arguments; a folder's files by path
 * @param skipped files found in folders that do not look like event files by their names
 * @param errors arguments that lead nowhere, each with what to do
 */
public record EventFiles(List<EventFile> files, List<Path> skipped, List<String> errors) {

    private static final Set<String> ENDINGS = Set.of("ndjson", "json", "jsonl", "log", "bulk");
    private static final Set<String> COMPRESSED = Set.of("gz", "zst", "zstd");

    public EventFiles {
        files = List.copyOf(files);
        skipped = List.copyOf(skipped);
        errors = List.copyOf(errors);
    }

    /** Finds them: {@code -} is standard input, a folder stands for the event files in it and below it. */
    public static EventFiles find(List<String> arguments) {
        List<EventFile> files = new ArrayList<>();
        List<Path> skipped = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String argument : arguments) {
            Path path = Path.of(argument.equals("-") ? "." : argument);
            if (argument.equals("-")) {
                files.add(EventFile.STANDARD_INPUT);
            } else if (Files.isDirectory(path)) {
                int before = files.size();
                walk(path, files, skipped, errors);
                if (files.size() == before && errors.isEmpty()) {
                    errors.add(argument + ": no event file in this folder; looked for names ending in .ndjson, .json,"
                            + " .jsonl, .log or .bulk, also with .gz or .zst");
                }
            } else if (!Files.exists(path)) {
                errors.add(argument + ": no such file or folder");
            } else if (!Files.isReadable(path)) {
                errors.add(argument + ": may not be read; check its permissions");
            } else {
                files.add(EventFile.of(path));
            }
        }
        return new EventFiles(files, skipped, errors);
    }

    private static void walk(Path folder, List<EventFile> files, List<Path> skipped, List<String> errors) {
        try (Stream<Path> found = Files.walk(folder)) {
            found.filter(path -> Files.isRegularFile(path) || isDangling(path))
                    .sorted()
                    .forEach(path -> {
                        if (looksLikeEvents(path)) {
                            files.add(EventFile.of(path));
                        } else {
                            skipped.add(path);
                        }
                    });
        } catch (UncheckedIOException e) {
            errors.add(folder + ": cannot be listed: " + e.getMessage());
        } catch (IOException e) {
            errors.add(folder + ": cannot be listed: " + FileFault.reason(e));
        }
    }

    /** A link that leads nowhere; reading it will say so, and the other files are read all the same. */
    private static boolean isDangling(Path path) {
        return Files.isSymbolicLink(path) && !Files.exists(path);
    }

    private static boolean looksLikeEvents(Path path) {
        String[] parts = path.getFileName().toString().toLowerCase(Locale.ROOT).split("\\.", -1);
        int last = parts.length - 1;
        if (last > 0 && COMPRESSED.contains(parts[last])) {
            last--;
        }
        return last > 0 && ENDINGS.contains(parts[last]);
    }
}
