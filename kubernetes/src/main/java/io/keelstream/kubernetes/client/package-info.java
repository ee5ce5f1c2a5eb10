/**
 * Talking to one cluster: discovery, reading, server-side apply, deleting and watching, over the official client as
 * transport and authentication. Requests and answers are raw JSON; errors of the server are values.
 */
@NullMarked
package io.keelstream.kubernetes.client;

import org.jspecify.annotations.NullMarked;
