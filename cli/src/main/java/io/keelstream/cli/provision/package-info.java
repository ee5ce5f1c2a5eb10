/** Prepares a Kafka for an installation. */
@NullMarked
package io.keelstream.cli.provision;

import org.jspecify.annotations.NullMarked;
