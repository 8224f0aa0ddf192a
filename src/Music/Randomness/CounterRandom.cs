using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MusicGen.Music.Randomness;

/// <summary>Random numbers that are a pure function of (seed, stream, index): Philox4x32-10.</summary>
/// <remarks>
/// There is no hidden state to save: the number at an index is the same on every machine, in every order, after every restart.
/// Immutable and safe to share between threads. Not for secrets.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.3.
/// </remarks>
public readonly struct CounterRandom
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    private readonly ulong _seed;
    private readonly ulong _stream;

    /// <param name="seed">The user's seed; the Philox key.</param>
    /// <param name="stream">Separates uses of one seed; the upper half of the Philox counter.</param>
    public CounterRandom(ulong seed, ulong stream = 0)
    {
        _seed = seed;
        _stream = stream;
    }

    /// <summary>Numbers for one purpose: the stream is the first 8 bytes of the SHA-256 of its name.</summary>
    public static CounterRandom For(ulong seed, string purpose) =>
        new(seed, BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(purpose))));

    /// <summary>64 random bits.</summary>
    public ulong Bits(ulong index)
    {
        Span<uint> block = stackalloc uint[4];
        Block(index, block);
        return block[0] | ((ulong)block[1] << 32);
    }

    /// <summary>A number in [0, 1), uniform on the multiples of 2⁻⁵³.</summary>
    public double Uniform(ulong index) => (Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="count"/>). The bias is below count / 2⁶⁴.</summary>
    public int Below(ulong index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(Bits(index), (ulong)count, out _);
    }

    /// <summary>A permutation of 0 … count − 1 (Fisher–Yates over the first <paramref name="count"/> indices).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = Below((ulong)i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>The four 32-bit words of one Philox block: counter (index, stream), key seed.</summary>
    public void Block(ulong index, Span<uint> words)
    {
        uint c0 = (uint)index, c1 = (uint)(index >> 32), c2 = (uint)_stream, c3 = (uint)(_stream >> 32);
        uint k0 = (uint)_seed, k1 = (uint)(_seed >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }
}
