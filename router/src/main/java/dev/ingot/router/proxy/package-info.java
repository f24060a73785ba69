/** The data path: HTTP/1.1 between clients and backends on Netty event loops. Nothing here blocks, and nothing here knows gRPC. */
@NullMarked
package dev.ingot.router.proxy;

import org.jspecify.annotations.NullMarked;
