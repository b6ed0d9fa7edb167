package io.spillway.envoyconfig;

/** A host outside the mesh, as a contract names it: {@code name:port}. */
record HostAndPort(String host, int port) {
    /** The contract's own check has already seen to the form. */
    static HostAndPort parse(String text) {
        int colon = text.lastIndexOf(':');
        return new HostAndPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
