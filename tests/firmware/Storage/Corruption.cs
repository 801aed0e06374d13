namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>What goes wrong on a flash, the same for the same seed.</summary>
internal sealed class Corruption
{
    private readonly Random _random;
    private readonly SortedDictionary<string, byte[]> _files;

    public Corruption(int seed, SortedDictionary<string, byte[]> files)
    {
        _random = new Random(seed);
        _files = files;
    }

    /// <summary>The files that are not, or perhaps not, as they were.</summary>
    public HashSet<string> Struck { get; } = [];

    public bool Left(string name) => _files.ContainsKey(name);

    public void Strike()
    {
        string[] names = [.. _files.Keys];
        int strikes = _random.Next(1, 16);
        for (int i = 0; i < strikes; i++)
        {
            string name = names[_random.Next(names.Length)];
            Strike(name, names[_random.Next(names.Length)]);
            Struck.Add(name);
        }
    }

    private void Strike(string name, string other)
    {
        byte[] bytes = _files.GetValueOrDefault(name, []);
        switch (_random.Next(9))
        {
            case 0:
                _files[name] = new byte[_random.Next(5000)];
                _random.NextBytes(_files[name]);
                break;
            case 1 when bytes.Length > 0:
                FlipBits(bytes);
                break;
            case 2:
                _files[name] = bytes[..(_random.Next(bytes.Length + 1) / 2)];
                break;
            case 3:
                _files[name] = [.. _files.GetValueOrDefault(other, [])];
                break;
            case 4:
                Swap(name);
                break;
            case 5:
                Array.Fill(bytes, (byte)0xFF);
                break;
            case 6:
                Array.Fill(bytes, (byte)0);
                break;
            case 7:
                _files[name] = [.. bytes, .. bytes];
                break;
            default:
                _files.Remove(name);
                break;
        }
    }

    private void FlipBits(byte[] bytes)
    {
        for (int flips = _random.Next(3); flips >= 0; flips--)
        {
            int at = _random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << _random.Next(8));
        }
    }

    // The two slots of a thing change places; that alone harms nothing.
    private void Swap(string name)
    {
        string twin = name[..^1] + (name[^1] == 'a' ? 'b' : 'a');
        byte[] bytes = _files.GetValueOrDefault(name, []);
        _files[name] = _files.GetValueOrDefault(twin, []);
        _files[twin] = bytes;
        Struck.Add(twin);
    }
}
