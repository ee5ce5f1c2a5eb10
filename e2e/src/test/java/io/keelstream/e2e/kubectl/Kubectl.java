package io.keelstream.e2e.kubectl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The kubectl that was built with the control plane, for one cluster and namespace. Used by one thread. */
record Kubectl(Path program, Path kubeconfig, String namespace, Path folder) {

    private static final long LIMIT_SECONDS = 60;

    /** How a run ended. */
    record Ending(int code, String out, String err) {}

    /**
     * Runs it.
     *
     * @param line arguments apart by spaces
     * @param files contents by the names under which the arguments name them
     */
    Ending run(String line, Map<String, String> files) throws InterruptedException {
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            List<String> command = new ArrayList<>(
                    List.of(program.toString(), "--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
            command.addAll(List.of(line.split(" ", -1)));
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("HOME", folder.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("kubectl " + line + " takes longer than " + LIMIT_SECONDS + " s");
            }
            return new Ending(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
