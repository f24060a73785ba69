/** Instances: the running copies of a process, as cells report them. */
@NullMarked
package dev.ingot.controller.instance;

import org.jspecify.annotations.NullMarked;
