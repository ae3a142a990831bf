package io.picket.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"picket " + number()};
    }

    static String number() {
        String number = Version.class.getPackage().getImplementationVersion();
        return number == null ? "(unpacked)" : number;
    }
}
