using System.Net;
using MeterFirmware.Companion.Serve;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class HealthTests
{
    [Fact]
    public async Task It_is_well_while_telegrams_come()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no telegram yet"), await AskAsync(house));
        house.Send(ServedHouse.Usual());
        Assert.Equal((HttpStatusCode.OK, "well"), await AskAsync(house));
        house.BeSilent(59);
        Assert.Equal((HttpStatusCode.OK, "well"), await AskAsync(house));
        house.BeSilent(1);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the meter is silent"), await AskAsync(house));
        house.Send(ServedHouse.Usual(60));
        Assert.Equal((HttpStatusCode.OK, "well"), await AskAsync(house));
    }

    [Fact]
    public async Task A_reading_thread_that_hangs_is_noticed_too()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());

        house.Clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no telegram for 1:30"), await AskAsync(house));
    }

    [Fact]
    public async Task One_of_many_that_is_silent_is_no_reason_to_start_the_rest_anew()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        house.Send(ServedHouse.Usual());
        ServedMeter other = house.Meters.Add(new ServedMeter("kitchen", "broker", house.Clock));
        other.Take("state", "{}"u8.ToArray());
        other.Take("status", "offline"u8.ToArray());

        Assert.Equal((HttpStatusCode.OK, "1 of 2 meters: the device is offline"), await AskAsync(house));
        house.BeSilent(60);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(house)).Status);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(ServedHouse house)
    {
        using HttpResponseMessage answer = await house.Http.GetAsync(Health.Path);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).TrimEnd());
    }
}
