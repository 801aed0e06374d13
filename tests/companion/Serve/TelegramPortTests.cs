using System.Net;
using System.Net.Sockets;
using System.Text;
using MeterFirmware.Companion.Serve;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Serve;

public sealed class TelegramPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ten_readers_get_every_telegram_byte_by_byte()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        List<TcpClient> readers = [];
        for (int i = 0; i < 10; i++)
        {
            readers.Add(await ConnectAsync(house));
        }

        await Eventually.IsSo(() => house.Served.Readers == 10);
        byte[][] telegrams = [.. Enumerable.Range(0, TelegramPort.Capacity).Select(second => ServedHouse.Usual(second, 1000 + second).Bytes())];
        foreach (byte[] telegram in telegrams)
        {
            house.Send(telegram);
        }

        byte[] all = [.. telegrams.SelectMany(telegram => telegram)];
        Assert.All(await Task.WhenAll(readers.Select(reader => ReadAsync(reader, all.Length))), read => Assert.Equal(all, read));
        Assert.Equal(0, house.Served.DroppedReaders);
        readers.ForEach(reader => reader.Dispose());
        await Eventually.IsSo(() => house.Served.Readers == 0);
    }

    [Fact]
    public async Task A_telegram_without_crc_goes_on_as_it_came()
    {
        await using ServedHouse house = await ServedHouse.StartAsync(isWithoutCrc: true);
        using TcpClient reader = await ConnectAsync(house);
        await Eventually.IsSo(() => house.Served.Readers == 1);
        byte[] telegram = Encoding.ASCII.GetBytes(ServedHouse.Usual().Body() + "\r\n");

        house.Send(telegram);

        Assert.Equal(telegram, await ReadAsync(reader, telegram.Length));
    }

    [Fact]
    public async Task A_telegram_with_a_wrong_crc_goes_nowhere()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using TcpClient reader = await ConnectAsync(house);
        await Eventually.IsSo(() => house.Served.Readers == 1);
        byte[] wrong = ServedHouse.Usual().Bytes();
        wrong[^100] ^= 1;
        byte[] right = ServedHouse.Usual(1).Bytes();

        house.Send(wrong);
        house.Send(right);

        Assert.Equal(right, await ReadAsync(reader, right.Length));
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_dropped_and_counted_and_the_others_go_on()
    {
        await using ServedHouse house = await ServedHouse.StartAsync();
        using TcpClient slow = await ConnectAsync(house, bufferBytes: 4096);
        using TcpClient quick = await ConnectAsync(house);
        await Eventually.IsSo(() => house.Served.Readers == 2);
        byte[] telegram = ServedHouse.Usual().Bytes();
        NetworkStream read = quick.GetStream();

        int sent = 0;
        for (; house.Served.DroppedReaders == 0 && sent < 100_000; sent++)
        {
            house.Served.Take("telegram", telegram);
            byte[] got = new byte[telegram.Length];
            await read.ReadExactlyAsync(got).AsTask().WaitAsync(Patience);
        }

        Assert.Equal(1, house.Served.DroppedReaders);
        Assert.Equal(1, house.Served.Readers);
        house.Served.Take("telegram", telegram);
        Assert.Equal(telegram, await ReadAsync(quick, telegram.Length));

        // What lies in the way may still come; then the line is cut.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            byte[] rest = new byte[65536];
            for (long count = 0; count < (sent + 2L) * telegram.Length;)
            {
                int more = await slow.GetStream().ReadAsync(rest).AsTask().WaitAsync(Patience);
                count += more > 0 ? more : throw new EndOfStreamException();
            }
        });
    }

    private static async Task<TcpClient> ConnectAsync(ServedHouse house, int bufferBytes = 65536)
    {
        TcpClient client = new() { ReceiveBufferSize = bufferBytes };
        await client.ConnectAsync(IPAddress.Loopback, house.Host.TelegramPortNumber);
        return client;
    }

    private static async Task<byte[]> ReadAsync(TcpClient client, int count)
    {
        byte[] bytes = new byte[count];
        await client.GetStream().ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }
}
