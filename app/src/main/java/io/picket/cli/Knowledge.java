package io.picket.cli;

import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.pipeline.TextFile;
import io.picket.rule.ExceptionList;
import io.picket.rule.RuleFile;
import io.picket.rule.RuleReader;
import io.picket.rule.ValueListReader;
import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for what a command should know beside rules and events: field types, exceptions, value lists. */
final class Knowledge {

    @Mixin
    private Mappings mappings = new Mappings();

    @Option(
            names = "--exceptions",
            paramLabel = "FILE",
            description = "Exception lists: a Kibana export, or a TOML file; they count for every rule.")
    private List<Path> exceptions = List.of();

    @Option(
            names = "--value-list",
            paramLabel = "[TYPE:]FILE",
            description = "A value list, one value a line, known to exceptions by its file name; TYPE is keyword, ip,"
                    + " ip_range, text or a number type (default: as the exceptions say, else told from the values).")
    private List<String> valueLists = List.of();

    /** The types of fields; {@code err} is told what of a mapping is doubtful or not applied. */
    FieldTypes types(PrintWriter err) throws InputException {
        return mappings.types(err);
    }

    List<ExceptionList> exceptions(PrintWriter err) throws InputException {
        List<ExceptionList> lists = new ArrayList<>();
        for (Path file : exceptions) {
            RuleFile read = RuleReader.read(Words.usable(TextFile.read(file), err));
            if (read.exceptionLists().isEmpty() || read.problems().stream().anyMatch(Knowledge::isError)) {
                throw new InputException(
                        read.problems().isEmpty()
                                ? file + ": no exception list in this file"
                                : Words.sentences(read.problems()));
            }
            Words.problems(read.problems(), err);
            lists.addAll(read.exceptionLists());
        }
        return lists;
    }

    Map<String, ValueList> valueLists(PrintWriter err) throws InputException {
        Map<String, ValueList> lists = new HashMap<>();
        for (String argument : valueLists) {
            int colon = argument.indexOf(':');
            String type = colon < 0 ? "" : argument.substring(0, colon);
            boolean typed = ValueListReader.isType(type);
            Path path = Path.of(typed ? argument.substring(colon + 1) : argument);
            SourceText text = Words.usable(TextFile.read(path), err);
            String id = path.getFileName().toString();
            lists.put(
                    id,
                    Words.usable(
                            ValueListReader.read(id, typed ? type : ValueListReader.likelyType(text.text()), text),
                            err));
        }
        return lists;
    }

    private static boolean isError(Problem problem) {
        return problem.level() == Level.ERROR;
    }
}
