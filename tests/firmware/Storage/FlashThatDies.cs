using MeterFirmware.Storage;

namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>
/// Files in memory. The power can be cut after any number of steps: a write has one before each byte and one after the last, a
/// delete has one before and one after.
/// </summary>
internal sealed class FlashThatDies : IFlash
{
    private bool _isDead;

    public FlashThatDies(Death death = Death.Truncates)
    {
        Death = death;
    }

    public Death Death { get; }

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>At 0 the next step is not survived.</summary>
    public int StepsLeft { get; set; } = int.MaxValue;

    /// <summary>How many bytes fit a file; of a longer one only the start is written.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether a file that does not fit is said to be written.</summary>
    public bool ConcealsFull { get; set; }

    /// <summary>The names of all files written, in order.</summary>
    public List<string> Written { get; } = [];

    public FlashThatDies Clone(Death death)
    {
        FlashThatDies clone = new(death);
        foreach ((string name, byte[] bytes) in Files)
        {
            clone.Files[name] = [.. bytes];
        }

        return clone;
    }

    public void PowerOn()
    {
        _isDead = false;
        StepsLeft = int.MaxValue;
    }

    public int Read(string name, byte[] buffer)
    {
        Live();
        if (!Files.TryGetValue(name, out byte[]? bytes))
        {
            return NotRead.Missing;
        }

        if (bytes.Length > buffer.Length)
        {
            return NotRead.Unreadable;
        }

        bytes.CopyTo(buffer, 0);
        return bytes.Length;
    }

    public bool Write(string name, byte[] buffer, int count)
    {
        Live();
        Written.Add(name);
        byte[] old = Files.GetValueOrDefault(name, []);
        if (StepsLeft <= count)
        {
            Leave(name, old, buffer, StepsLeft, count);
            Die();
        }

        StepsLeft -= count + 1;
        Files[name] = buffer[..Math.Min(count, Room)];
        return count <= Room || ConcealsFull;
    }

    public void Delete(string name)
    {
        Live();
        if (StepsLeft == 0)
        {
            Die();
        }

        Files.Remove(name);
        if (StepsLeft == 1)
        {
            Die();
        }

        StepsLeft -= 2;
    }

    private void Leave(string name, byte[] old, byte[] buffer, int written, int count)
    {
        if (Death == Death.Truncates)
        {
            Files[name] = buffer[..written];
        }
        else if (Death == Death.OverwritesInPlace)
        {
            Files[name] = [.. buffer[..written], .. old.Skip(written)];
        }
        else if (written == count)
        {
            Files[name] = buffer[..count];
        }
    }

    private void Die()
    {
        _isDead = true;
        throw new PowerCutException();
    }

    private void Live()
    {
        if (_isDead)
        {
            throw new PowerCutException();
        }
    }
}
