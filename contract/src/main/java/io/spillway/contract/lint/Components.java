package io.spillway.contract.lint;

import io.spillway.contract.lint.CallGraph.Edge;
import io.spillway.contract.lint.CallGraph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of a call graph: services that can all reach each other. Tarjan's algorithm (SIAM
 * Journal on Computing 1972), with a stack of its own since a chain of calls may be longer than the thread's. Its order
 * is used too: a component is complete only after all that it calls.
 */
final class Components {
    private static final int UNSEEN = -1;

    private final int[] order;
    private final int[] low;
    private final int[] component;
    private final Deque<Node> open = new ArrayDeque<>();
    private final List<List<Node>> complete = new ArrayList<>();
    private int next;

    private Components(int size) {
        order = filled(size);
        low = filled(size);
        component = filled(size);
    }

    static Components of(CallGraph graph) {
        Components components = new Components(graph.nodes().size());
        for (Node node : graph.nodes()) {
            if (components.order[node.index()] == UNSEEN) {
                components.visit(node);
            }
        }
        return components;
    }

    /** Callees before callers. */
    List<List<Node>> calleesFirst() {
        return complete;
    }

    /** Whether an edge closes a circle: both ends can reach each other. */
    boolean isInCycle(Node caller, Edge edge) {
        return component[caller.index()] == component[edge.callee().index()];
    }

    private static final class Frame {
        private final Node node;
        private int nextCall;

        Frame(Node node) {
            this.node = node;
        }
    }

    private void visit(Node root) {
        Deque<Frame> frames = new ArrayDeque<>();
        enter(root, frames);
        while (!frames.isEmpty()) {
            Frame frame = frames.element();
            Node node = frame.node;
            if (frame.nextCall < node.calls().size()) {
                Node callee = node.calls().get(frame.nextCall++).callee();
                if (order[callee.index()] == UNSEEN) {
                    enter(callee, frames);
                } else if (component[callee.index()] == UNSEEN) {
                    low[node.index()] = Math.min(low[node.index()], order[callee.index()]);
                }
            } else {
                leave(node);
                frames.remove();
                if (!frames.isEmpty()) {
                    int caller = frames.element().node.index();
                    low[caller] = Math.min(low[caller], low[node.index()]);
                }
            }
        }
    }

    private void enter(Node node, Deque<Frame> frames) {
        order[node.index()] = next;
        low[node.index()] = next;
        next++;
        open.push(node);
        frames.push(new Frame(node));
    }

    private void leave(Node node) {
        if (low[node.index()] != order[node.index()]) {
            return;
        }
        List<Node> members = new ArrayList<>();
        Node member;
        do {
            member = open.pop();
            component[member.index()] = complete.size();
            members.add(member);
        } while (member != node);
        complete.add(members);
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, UNSEEN);
        return array;
    }
}
