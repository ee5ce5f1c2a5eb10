/** The services as processes of their own, as often as wanted, on one Kafka, one cluster and one repository. */
@NullMarked
package io.keelstream.e2e.apart;

import org.jspecify.annotations.NullMarked;
