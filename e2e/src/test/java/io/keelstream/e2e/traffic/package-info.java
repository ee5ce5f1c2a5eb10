/**
 * Real traffic for pretended pods: a process that answers at the address of each pod, clients that send through a proxy, and what
 * both saw. Everything stays between this host and a network namespace that ends with the process.
 */
@NullMarked
package io.keelstream.e2e.traffic;

import org.jspecify.annotations.NullMarked;
