/** Routes for routers: a snapshot on connect, then what changed, from the route table and the instances that serve. */
@NullMarked
package dev.ingot.controller.routing;

import org.jspecify.annotations.NullMarked;
