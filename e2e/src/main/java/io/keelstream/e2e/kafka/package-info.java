/** Kafka as its distribution runs it: brokers as processes that can be killed, stopped and started again. */
@NullMarked
package io.keelstream.e2e.kafka;

import org.jspecify.annotations.NullMarked;
