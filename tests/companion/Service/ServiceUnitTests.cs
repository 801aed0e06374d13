using CliWrap;
using CliWrap.Buffered;
using MeterFirmware.Companion.Service;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Service;

public sealed class ServiceUnitTests : TemporaryFolder
{
    // As systemd.syntax(7), systemd.unit(5) and systemd.service(5) have it: quotes and escapes of C, %% for %, $$ for $.
    [Theory]
    [InlineData("/dev/serial/by-id/usb-FTDI_FT232R-if00-port0", "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0")]
    [InlineData("/home/jo/my rates.json", "\"/home/jo/my rates.json\"")]
    [InlineData("100%", "100%%")]
    [InlineData("$HOME", "$$HOME")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"a\b", @"""a\\b""")]
    [InlineData("a\nExecStop=/bin/false", "\"a\\nExecStop=/bin/false\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("", "\"\"")]
    public void A_word_means_to_systemd_what_it_means_here(string word, string written)
    {
        ServiceUnit unit = new(new MeterProgram(["/usr/bin/meter"], null), ["run", word], "/home/jo");

        Assert.Contains($"\nExecStart=/usr/bin/meter run {written}\n", unit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_has_to_look_for_dotnet_is_told_where_it_is()
    {
        Assert.Contains("\nEnvironment=DOTNET_ROOT=/home/jo/.dotnet\n", new ServiceUnit(new MeterProgram(["/m"], "/home/jo/.dotnet"), ["run"], "/").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Environment=", new ServiceUnit(new MeterProgram(["/m"], null), ["run"], "/").Text, StringComparison.Ordinal);
    }

    [SystemdFact("systemd-analyze")]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        ServiceUnit unit = new(
            MeterProgram.Current with { DotnetRoot = "/opt/my dotnet" },
            ["run", "--port", "/dev/ttyUSB0", "--rates", "/tmp/50 % \"off\" $HOME/rates.json", "--plain"],
            Folder);
        string file = Path.Combine(Folder, ServiceUnit.Name);
        File.WriteAllText(file, unit.Text);

        BufferedCommandResult run = await Cli.Wrap("systemd-analyze").WithArguments(["verify", "--user", file]).WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(variables => variables.Set("XDG_RUNTIME_DIR", Folder)).ExecuteBufferedAsync();

        Assert.Equal("", run.StandardError);
    }
}
