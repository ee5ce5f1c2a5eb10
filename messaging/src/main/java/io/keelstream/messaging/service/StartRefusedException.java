package io.keelstream.messaging.service;

import java.util.List;

/** The broker or its topics are not what the service needs. The message has one line per finding, each with its remedy. */
public class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String service, List<String> findings) {
        super(service + " cannot start:\n  " + String.join("\n  ", findings));
    }
}
