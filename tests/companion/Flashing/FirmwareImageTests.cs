using System.Net;
using System.Net.Sockets;
using System.Text;
using MeterFirmware.Companion.Flashing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Flashing;

public sealed class FirmwareImageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("image").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_image_beside_the_program_comes_before_the_one_built_in_the_clone()
    {
        string program = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;
        string clone = Path.Combine(_folder, "clone");
        string output = Directory.CreateDirectory(Path.Combine(clone, "firmware", "bin", "Release", "netnano1.0")).FullName;
        string below = Directory.CreateDirectory(Path.Combine(clone, "docs", "pictures")).FullName;
        Assert.Null(FirmwareImage.Find(program, below));

        string built = Path.Combine(output, "MeterFirmware.bin");
        File.WriteAllText(built, "");
        Assert.Equal(built, FirmwareImage.Find(program, below));

        string beside = Path.Combine(program, "MeterFirmware.bin");
        File.WriteAllText(beside, "");
        Assert.Equal(beside, FirmwareImage.Find(program, below));
    }

    [Fact]
    public void Without_address_there_are_no_releases()
    {
        Assert.False(new FirmwareReleases("").AreKnown);
        Assert.Equal("https://x.example/a/b/releases/latest/download/MeterFirmware.bin", new FirmwareReleases("https://x.example/a/b/").NewestUrl);
    }

    [Fact]
    public async Task A_release_is_fetched_whole()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task<string> request = AnswerAsync(server, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nNFMRK1...");

        string path = await new FirmwareReleases($"http://{server.LocalEndpoint}/meter").DownloadAsync(_folder, CancellationToken.None);

        Assert.StartsWith("GET /meter/releases/latest/download/MeterFirmware.bin ", await request, StringComparison.Ordinal);
        Assert.Equal("NFMRK1...", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nNFM")]
    public async Task Of_a_release_that_cannot_be_fetched_nothing_is_left(string answer)
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task<string> request = AnswerAsync(server, answer);

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(
            () => new FirmwareReleases($"http://{server.LocalEndpoint}").DownloadAsync(_folder, CancellationToken.None));

        await request;
        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.Contains("name a file with --image", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static async Task<string> AnswerAsync(TcpListener server, string answer)
    {
        using TcpClient client = await server.AcceptTcpClientAsync();
        using StreamReader reader = new(client.GetStream(), Encoding.ASCII, leaveOpen: true);
        string first = await reader.ReadLineAsync() ?? "";
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
        return first;
    }
}
