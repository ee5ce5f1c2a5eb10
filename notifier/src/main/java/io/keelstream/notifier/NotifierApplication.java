package io.keelstream.notifier;

import io.keelstream.notifier.delivery.Notifier;
import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The notifier as a process of its own. */
@SpringBootApplication
public class NotifierApplication {

    /** For Spring. */
    public NotifierApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(NotifierApplication.class, Notifier.SERVICE, arguments);
    }
}
