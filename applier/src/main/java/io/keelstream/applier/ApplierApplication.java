package io.keelstream.applier;

import io.keelstream.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The applier as a process of its own. */
@SpringBootApplication
public class ApplierApplication {

    /** For Spring. */
    public ApplierApplication() {}

    /** Starts the service; configured as every Spring Boot application is. */
    public static void main(String[] arguments) {
        ServiceProcess.run(ApplierApplication.class, Applier.SERVICE, arguments);
    }
}
