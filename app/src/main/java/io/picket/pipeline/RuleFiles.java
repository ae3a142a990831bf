package io.picket.pipeline;

import io.picket.rule.ExceptionItem;
import io.picket.rule.ExceptionList;
import io.picket.rule.ExceptionLists;
import io.picket.rule.Rule;
import io.picket.rule.RuleFile;
import io.picket.rule.RuleReader;
import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules that a person's arguments name, or the ones Picket brings along.
 *
 * @param rules each as read, in the order of the arguments; a folder's files by path
 * @param lists exception lists that came with them
 * @param problems of files as a whole
 * @param files how many files were read
 */
public record RuleFiles(List<LoadedRule> rules, List<ExceptionList> lists, List<Problem> problems, int files) {

    /**
     * A rule as read, and where.
     *
     * @param file as messages name it
     */
    public record LoadedRule(String file, Read<Rule> read) {

        /** What to call it: its name, or that of its file if it could not be read. */
        public String name() {
            return rule().map(Rule::name).orElse(file);
        }

        public Optional<Rule> rule() {
            return read instanceof Read.Ok<Rule> ok ? Optional.of(ok.value()) : Optional.empty();
        }
    }

    private static final String BUNDLED = "/rules/";

    public RuleFiles {
        rules = List.copyOf(rules);
        lists = List.copyOf(lists);
        problems = List.copyOf(problems);
    }

    /** What keeps a file, or a part of it, from being used; the other {@link #problems} are only worth knowing. */
    public List<Problem> errors() {
        return problems.stream()
                .filter(problem -> problem.level() == Level.ERROR)
                .toList();
    }

    /** The rules in the jar. */
    public static RuleFiles bundled() {
        Collected collected = new Collected();
        try (InputStream index = open(BUNDLED + "index.txt");
                BufferedReader names = new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))) {
            for (String name : names.lines().toList()) {
                try (InputStream in = open(BUNDLED + name)) {
                    collected.add(FileRead.of(
                            SourceText.of("rules/" + name, new String(in.readAllBytes(), StandardCharsets.UTF_8))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return collected.done();
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(
                RuleFiles.class.getResourceAsStream(resource), () -> "missing from the jar: " + resource);
    }

    /** The rules in files, and in folders every {@code .toml}, {@code .ndjson} and {@code .json} file below them. */
    public static RuleFiles find(List<String> arguments) {
        Collected collected = new Collected();
        for (String argument : arguments) {
            Path path = Path.of(argument);
            if (Files.isDirectory(path)) {
                try (Stream<Path> found = Files.find(path, Integer.MAX_VALUE, RuleFiles::looksLikeRules)) {
                    List<Path> files = found.sorted().toList();
                    files.parallelStream().map(FileRead::of).toList().forEach(collected::add);
                    if (files.isEmpty()) {
                        collected.problem(
                                argument, "no rule file in this folder", "Rule files end in .toml, .ndjson or .json.");
                    }
                } catch (IOException | UncheckedIOException e) {
                    collected.problem(argument, "cannot be listed: " + e.getMessage(), "Check its permissions.");
                }
            } else {
                collected.add(FileRead.of(path));
            }
        }
        return collected.done();
    }

    private static boolean looksLikeRules(Path path, BasicFileAttributes file) {
        if (!file.isRegularFile() && !(file.isSymbolicLink() && Files.isRegularFile(path))) {
            return false;
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".toml") || name.endsWith(".ndjson") || name.endsWith(".json");
    }

    /** The rules of a text. */
    public static RuleFiles of(SourceText text) {
        Collected collected = new Collected();
        collected.add(FileRead.of(text));
        return collected.done();
    }

    /**
     * The exception items that count for a rule: of lists that the rule refers to, of lists that name the rule, and of
     * lists that neither any of these rules refers to nor name rules themselves, which count for all. A list that the
     * rule refers to and that is not there is a warning.
     *
     * @param more lists given beside those that came with the rules
     */
    public Read<List<ExceptionItem>> itemsFor(Rule rule, List<ExceptionList> more) {
        List<ExceptionList> all = new ArrayList<>(lists);
        all.addAll(more);
        return new ExceptionLists(all).forRule(rule).map(named -> {
            List<ExceptionItem> items = new ArrayList<>(named);
            more.stream().filter(this::isForAll).forEach(list -> items.addAll(list.items()));
            return items;
        });
    }

    private boolean isForAll(ExceptionList list) {
        return list.ruleIds().isEmpty()
                && rules.stream().flatMap(loaded -> loaded.rule().stream()).noneMatch(each -> refers(each, list));
    }

    private static boolean refers(Rule rule, ExceptionList list) {
        return rule.exceptionLists().stream().anyMatch(ref -> ref.listId().equals(list.listId()));
    }

    /** A file read, or why it could not be. Files are read side by side, since most of the start goes to it. */
    private record FileRead(String name, Read<RuleFile> read) {

        static FileRead of(Path path) {
            return new FileRead(path.toString(), TextFile.read(path).map(RuleReader::read));
        }

        static FileRead of(SourceText text) {
            return new FileRead(text.name(), Read.ok(RuleReader.read(text)));
        }
    }

    /** Gathers what files hold. */
    private static final class Collected {
        private final List<LoadedRule> rules = new ArrayList<>();
        private final List<ExceptionList> lists = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private int files;

        void add(FileRead one) {
            switch (one.read()) {
                case Read.Ok<RuleFile> file -> {
                    files++;
                    file.value().rules().forEach(rule -> rules.add(new LoadedRule(one.name(), rule)));
                    lists.addAll(file.value().exceptionLists());
                    problems.addAll(file.value().problems());
                }
                case Read.Failed<RuleFile> failed -> problems.addAll(failed.problems());
            }
        }

        void problem(String file, String message, String mend) {
            problems.add(Problem.error("FILE-001", message, mend, Place.file(file)));
        }

        RuleFiles done() {
            return new RuleFiles(rules, lists, problems, files);
        }
    }
}
