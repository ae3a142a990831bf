package io.picket.cli;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.mapping.MappingFieldTypes;
import io.picket.pipeline.TextFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that says what fields are. */
final class Mappings {

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "Field types as Elasticsearch prints them, for fields that are not ECS or differ from it.")
    private List<Path> mappings = List.of();

    /** The types of fields; {@code err} is told what of a mapping is doubtful or not applied. */
    FieldTypes types(PrintWriter err) throws InputException {
        FieldTypes types = BundledFieldTypes.get();
        for (Path mapping : mappings) {
            types = Words.usable(MappingFieldTypes.read(Words.usable(TextFile.read(mapping), err), types), err);
        }
        return types;
    }
}
