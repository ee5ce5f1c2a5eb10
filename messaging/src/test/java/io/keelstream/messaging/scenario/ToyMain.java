package io.keelstream.messaging.scenario;

import java.io.IOException;

/** The toy service as a process: {@code ToyMain <bootstrap servers>}; ends in order with SIGTERM or its standard input. */
final class ToyMain {

    private ToyMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        ToyService service = new ToyService(arguments[0], System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        service.start();
        System.out.println("started");
        while (System.in.read() >= 0) {
            // only the end of the input means something
        }
        System.exit(0);
    }
}
