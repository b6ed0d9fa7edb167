package io.spillway.marketplace;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.spillway.marketplace.menu.GetMenuRequest;
import io.spillway.marketplace.menu.GetMenuResponse;
import io.spillway.marketplace.menu.GetPricesRequest;
import io.spillway.marketplace.menu.GetPricesResponse;
import io.spillway.marketplace.menu.MenuItem;
import io.spillway.marketplace.menu.MenuServiceGrpc.MenuServiceImplBase;
import io.spillway.marketplace.shared.EchoRequest;
import io.spillway.marketplace.shared.EchoResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be ordered, and for how much. */
final class MenuService extends MenuServiceImplBase {
    private static final List<MenuItem> MENU = List.of(
            item("margherita", "Pizza Margherita", 890),
            item("ramen", "Shoyu Ramen", 1_250),
            item("falafel", "Falafel Plate", 790),
            item("dumplings", "Dumplings, 8 pieces", 950),
            item("salad", "Green Salad", 550),
            item("lemonade", "Lemonade", 320));
    private static final Map<String, MenuItem> BY_ID =
            MENU.stream().collect(Collectors.toMap(MenuItem::getId, Function.identity()));

    private final Work work;
    private final EchoChain echo;

    MenuService(MarketplaceInstance instance, Work work) {
        this.work = work;
        echo = new EchoChain(instance, Map.of());
    }

    static List<String> itemIds() {
        return MENU.stream().map(MenuItem::getId).toList();
    }

    private static MenuItem item(String id, String name, long priceCents) {
        return MenuItem.newBuilder()
                .setId(id)
                .setName(name)
                .setPriceCents(priceCents)
                .build();
    }

    @Override
    public void getMenu(GetMenuRequest request, StreamObserver<GetMenuResponse> observer) {
        Unary.answer(
                observer,
                work.on("GetMenu")
                        .thenApply(done ->
                                GetMenuResponse.newBuilder().addAllItems(MENU).build()));
    }

    @Override
    public void getPrices(GetPricesRequest request, StreamObserver<GetPricesResponse> observer) {
        Unary.answer(observer, work.on("GetPrices").thenApply(done -> prices(request.getItemsList())));
    }

    @Override
    public void echo(EchoRequest request, StreamObserver<EchoResponse> observer) {
        Unary.answer(observer, echo.answer(request));
    }

    private static GetPricesResponse prices(List<String> ids) {
        GetPricesResponse.Builder prices = GetPricesResponse.newBuilder();
        for (String id : ids) {
            MenuItem item = BY_ID.get(id);
            if (item == null) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("item: " + id + " (expected: one of " + itemIds() + ")")
                        .asRuntimeException();
            }
            prices.putPriceCents(id, item.getPriceCents());
        }
        return prices.build();
    }
}
