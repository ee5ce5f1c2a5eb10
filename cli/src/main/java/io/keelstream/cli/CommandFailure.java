package io.keelstream.cli;

/** Ends a command with one line for the user and an exit code, without a stack trace. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code when no Keelstream or Kafka answers. */
    static final int UNREACHABLE = 3;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Not found, not healthy, not valid or rejected (1). */
    public static CommandFailure no(String message) {
        return new CommandFailure(1, message);
    }

    /** Wrong use (2). */
    public static CommandFailure wrongUse(String message) {
        return new CommandFailure(2, message);
    }

    /** No Keelstream or Kafka answers (3). */
    public static CommandFailure unreachable(String message) {
        return new CommandFailure(UNREACHABLE, message);
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }
}
