package io.picket.cli;

import io.picket.pipeline.RuleFiles;
import io.picket.pipeline.RuleFiles.LoadedRule;
import io.picket.rule.Rule;
import io.picket.text.Read;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The one rule that a person names: a file that holds it, its id, or part of its name. */
record RuleChoice(Rule rule, RuleFiles files) {

    private static final int LISTED_MAX = 5;

    /** @param paths where rules are looked for by id or name; none: among the bundled ones */
    static RuleChoice of(String wanted, List<String> paths) throws InputException {
        boolean isFile = paths.isEmpty() && Files.isRegularFile(Path.of(wanted));
        RuleFiles files = isFile
                ? RuleFiles.find(List.of(wanted))
                : paths.isEmpty() ? RuleFiles.bundled() : RuleFiles.find(paths);
        if (!files.errors().isEmpty()) {
            throw new InputException(files.errors().getFirst().toString());
        }
        List<LoadedRule> found = isFile ? files.rules() : named(files.rules(), wanted);
        if (found.size() != 1) {
            throw new InputException(
                    found.isEmpty()
                            ? "no such rule: " + wanted + "; give a file, an id or part of a name (picket rules list)"
                            : many(wanted, found));
        }
        return switch (found.getFirst().read()) {
            case Read.Ok<Rule> ok -> new RuleChoice(ok.value(), files);
            case Read.Failed<Rule> failed ->
                throw new InputException(failed.problems().getFirst().toString());
        };
    }

    /** By id or whole name; where none has it, by part of the name. */
    static List<LoadedRule> named(List<LoadedRule> rules, String wanted) {
        List<LoadedRule> exactly = having(
                rules, rule -> rule.ruleId().equals(wanted) || rule.name().equalsIgnoreCase(wanted));
        String part = wanted.toLowerCase(Locale.ROOT);
        return exactly.isEmpty()
                ? having(rules, rule -> rule.name().toLowerCase(Locale.ROOT).contains(part))
                : exactly;
    }

    private static List<LoadedRule> having(List<LoadedRule> rules, Predicate<Rule> sought) {
        return rules.stream()
                .filter(one -> one.rule().filter(sought).isPresent())
                .toList();
    }

    private static String many(String wanted, List<LoadedRule> found) {
        String some = found.stream()
                .limit(LISTED_MAX)
                .map(one -> one.rule()
                        .map(rule -> rule.ruleId() + " " + rule.name())
                        .orElse(one.file()))
                .collect(Collectors.joining(", "));
        return wanted + " names " + found.size() + " rules (" + some + (found.size() > LISTED_MAX ? ", …" : "")
                + "); say which by its id, with -r for the file";
    }
}
