using System.Net;
using System.Net.Sockets;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

[Collection("Environment")]
public sealed class FirmwareImageTests : TemporaryFolder
{
    [Fact]
    public void The_image_beside_the_program_comes_before_the_one_built_in_the_clone()
    {
        string program = Directory.CreateDirectory(Path.Combine(Folder, "program")).FullName;
        string clone = Path.Combine(Folder, "clone");
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
    public void The_newest_release_has_an_address_of_its_own()
    {
        Assert.Equal("https://x.example/a/b/releases/latest/download/MeterFirmware.bin", FirmwareImage.NewestUrl("https://x.example/a/b/"));
    }

    [Fact]
    public void Each_assembly_is_read_with_name_version_and_checksum()
    {
        string path = Path.Combine(Folder, "MeterFirmware.bin");
        byte[][] parts = [NanoffStandIn.Assembly("System.Net", 1, 0x6DFA71D6), NanoffStandIn.Assembly("x", 0xFE28, 0), NanoffStandIn.Assembly("y", 0xFE00, 7)];
        Assert.All(parts, part => Assert.Equal(0, part.Length % 4));
        File.WriteAllBytes(path, [.. parts.SelectMany(part => part)]);

        Assert.Equal(
            [("System.Net", "1.11.60.0", 0x6DFA71D6u), ("System.Threading", "1.11.60.0", 0u), ("assembly 3", "1.11.60.0", 7u)],
            FirmwareImage.Read(path).Select(assembly => (assembly.Name, assembly.Version.ToString(), assembly.NativeChecksum)));
    }

    [Fact]
    public void An_image_that_is_cut_off_anywhere_but_between_two_assemblies_is_damaged()
    {
        string path = Path.Combine(Folder, "MeterFirmware.bin");
        byte[] first = NanoffStandIn.Assembly("System.Net", 1, 1);
        byte[] image = [.. first, .. NanoffStandIn.Assembly("MeterFirmware", 1, 0)];
        int padding = 4 - ((124 + 1 + "MeterFirmware".Length + 1) % 4);
        for (int length = 0; length < image.Length - padding; length++)
        {
            File.WriteAllBytes(path, image[..length]);
            if (length >= first.Length - 4 && length <= first.Length)
            {
                continue;
            }

            Assert.Equal(ExitCode.BadInput, Assert.Throws<CommandFailure>(() => FirmwareImage.Read(path)).ExitCode);
        }
    }

    [Fact]
    public async Task A_release_is_fetched_whole()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task<string> request = AnswerAsync(server, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nNFMRK1...");

        string path = await FirmwareImage.DownloadAsync($"http://{server.LocalEndpoint}/meter/MeterFirmware.bin", Folder, CancellationToken.None);

        Assert.StartsWith("GET /meter/MeterFirmware.bin ", await request, StringComparison.Ordinal);
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
            () => FirmwareImage.DownloadAsync($"http://{server.LocalEndpoint}/", Folder, CancellationToken.None));

        await request;
        Assert.Equal(ExitCode.NotReachable, failure.ExitCode);
        Assert.Contains("name a file with --image", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
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
