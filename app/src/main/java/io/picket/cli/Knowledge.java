package io.picket.cli;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.pipeline.ExceptionFiles;
import io.picket.pipeline.MappingFiles;
import io.picket.rule.ExceptionItem;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for what a command should know beside rules and events: field types, exceptions, value lists. */
final class Knowledge {

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "Field types as Elasticsearch prints them, for fields that are not ECS or differ from it.")
    private List<Path> mappings = List.of();

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

    FieldTypes types() throws IOException, InputException {
        FieldTypes types = BundledFieldTypes.get();
        for (Path mapping : mappings) {
            types = usable(MappingFiles.read(mapping, types));
        }
        return types;
    }

    List<ExceptionItem> exceptions() throws IOException, InputException {
        List<ExceptionItem> items = new ArrayList<>();
        for (Path file : exceptions) {
            items.addAll(usable(ExceptionFiles.items(file)));
        }
        return items;
    }

    Map<String, ValueList> valueLists() throws IOException, InputException {
        Map<String, ValueList> lists = new HashMap<>();
        for (String argument : valueLists) {
            ValueList list = usable(ExceptionFiles.valueList(argument));
            lists.put(list.id(), list);
        }
        return lists;
    }

    private static <T> T usable(Read<T> read) throws InputException {
        return switch (read) {
            case Read.Ok<T> ok -> ok.value();
            case Read.Failed<T> failed -> throw new InputException(String.join(
                    "\npicket: ", failed.problems().stream().map(Problem::toString).toList()));
        };
    }
}
