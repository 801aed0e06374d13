using System.Diagnostics;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Service;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Companion.Tests.Chip;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tariffs;
using Xunit;

namespace MeterFirmware.Companion.Tests.Sources;

/// <summary>Whatever a small file turns out to be, what reads it says so at once.</summary>
public sealed class SmallFileTests : TemporaryFolder
{
    public static TheoryData<string> Readers => ["rates", "settings", "state", "authority", "client", "secret", "password"];

    [PosixTheory]
    [MemberData(nameof(Readers))]
    public void A_file_of_4_GB_is_refused(string reader)
    {
        string path = Path.Combine(Folder, "large");
        using (FileStream large = new(path, FileMode.CreateNew))
        {
            large.SetLength(4L << 30);
        }

        AssertRefuses(reader, path, $"{path} has more than 1 MB, which no such file has; check which file it is.");
    }

    [PosixTheory]
    [MemberData(nameof(Readers))]
    public void A_device_without_end_is_refused(string reader) =>
        AssertRefuses(reader, "/dev/zero", "/dev/zero has more than 1 MB, which no such file has; check which file it is.");

    // PowerShell's > writes UTF-16, and Notepad when asked for Unicode. UTF-8 with a mark is read.
    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    public void Of_encodings_UTF_16_is_refused_by_its_name(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string path = Path.Combine(Folder, "file.json");
        File.WriteAllBytes(path, [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("""{"Water": {"+": 6.2}}""")]);

        if (name == "utf-8")
        {
            Assert.Equal(6_200_000, RatesFile.Read(path).WaterNanoEuroPerLitre);
        }
        else
        {
            AssertRefuses("rates", path, $"{path} is UTF-16, which Windows calls Unicode; save it as UTF-8.");
            AssertRefuses("settings", path, $"{path} is UTF-16, which Windows calls Unicode; save it as UTF-8.");
        }
    }

    [PosixFact]
    public void A_pipe_into_which_nobody_writes_is_refused_and_one_that_says_something_is_read()
    {
        string path = Path.Combine(Folder, "pipe");
        MakePipe(path);
        AssertRefuses("rates", path, $"{path} is a pipe or a device, and nothing comes out of it; name a file.");

        string other = Path.Combine(Folder, "other");
        MakePipe(other);
        Thread writing = new(() => File.WriteAllText(other, "the secret\nand more\n"));
        writing.Start();
        Assert.Equal("the secret", SmallFile.ReadFirstLine(other));
        Assert.True(writing.Join(TimeSpan.FromSeconds(10)));
    }

    private static void AssertRefuses(string reader, string path, string error)
    {
        Stopwatch time = Stopwatch.StartNew();
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Read(reader, path));

        Assert.Equal((ExitCode.BadInput, error), (failure.ExitCode, failure.Message));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static void Read(string reader, string path)
    {
        switch (reader)
        {
            case "rates":
                RatesFile.Read(path);
                break;
            case "settings":
                SettingsFile.Read(path);
                break;
            case "state":
                new StateFile(path).Load(new Meter(new Rates()), new Snapshots.RecentPast());
                break;
            case "authority":
                BrokerAccess.ReadAuthorities(path);
                break;
            case "client":
                PemFile.Check(path, "CERTIFICATE");
                break;
            case "secret":
                SecretInput.Read(path, "");
                break;
            default:
                SecretFile.Check(path);
                break;
        }
    }
}
