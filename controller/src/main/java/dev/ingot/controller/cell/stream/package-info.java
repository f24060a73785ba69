/** The gRPC door cells dial: hello with inventory, heartbeats, news; commands go back. */
@NullMarked
package dev.ingot.controller.cell.stream;

import org.jspecify.annotations.NullMarked;
