/** The gRPC server for cells and routers, on loopback, open to those with the join token. */
@NullMarked
package dev.ingot.controller.rpc;

import org.jspecify.annotations.NullMarked;
