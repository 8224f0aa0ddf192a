using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding;

/// <summary>Vector arithmetic whose results are the same on every machine.</summary>
/// <remarks>
/// Always eight lanes, always fused multiply-add, always the same order of summation: machines with wider or narrower registers, or without a fused
/// instruction, take another time and not another result. exp is a polynomial and not the C library's, which differs between systems.
/// Source of exp: Cephes, single/expf.c, Stephen L. Moshier, https://www.netlib.org/cephes/. Absolute error of sigmoid and of its product with tanh: below 2e-7.
/// </remarks>
internal static class FixedOrder
{
    public const int Lanes = 8;

    // ln 2 in two parts: the first has few bits, so that its product with a small whole number is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Log2E = 1.44269504088896341f;

    // The range in which 2ⁿ is a normal number.
    private const float ExpMin = -87.3f;
    private const float ExpMax = 88.3f;
    private const float TanhIsOne = 20;
    private const int ExponentBias = 127;
    private const int ExponentShift = 23;

    /// <summary>The next multiple of <see cref="Lanes"/>: arrays are filled up with zeros to it, which changes no sum.</summary>
    public static int Padded(int length) => (length + Lanes - 1) / Lanes * Lanes;

    /// <summary>e to the power of x; outside −87.3 to 88.3 as at the nearer end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(ExpMin)), Vector256.Create(ExpMax));
        var n = Vector256.Floor(Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(0.5f)));
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        var power = Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(ExponentBias), ExponentShift).AsSingle();
        return p * power;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Exp(-x));

    /// <summary>sigmoid(x) × tanh(y), with one division for both.</summary>
    /// <remarks>
    /// Of y beyond ±20 tanh is ±1 in single precision, and y is bounded to that. For x below about −48 and a large y the product of the denominators is infinite
    /// all the same, and the result 0: the true value is then below 1e-21. It is never not a number.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SigmoidTimesTanh(Vector256<float> x, Vector256<float> y)
    {
        var one = Vector256<float>.One;
        var bounded = Vector256.Min(Vector256.Max(y, Vector256.Create(-TanhIsOne)), Vector256.Create(TanhIsOne));
        var (ofX, ofY) = (Exp(-x), Exp(bounded + bounded));
        return (ofY - one) / ((one + ofX) * (one + ofY));
    }

    /// <summary>The scalar product of two vectors.</summary>
    /// <param name="a">A multiple of eight long.</param>
    /// <param name="b">As long.</param>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var x = MemoryMarshal.Cast<float, Vector256<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector256<float>>(b);
        var sums = Vector256<float>.Zero;
        for (var block = 0; block < x.Length; block++) sums = Vector256.FusedMultiplyAdd(x[block], y[block], sums);
        return Sum(sums);
    }

    /// <summary>The sum of the lanes, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>a × b + c, element by element.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> result)
    {
        var i = 0;
        for (; i + Lanes <= result.Length; i += Lanes)
            Vector256.FusedMultiplyAdd(Vector256.Create(a[i..]), Vector256.Create(b[i..]), Vector256.Create(c[i..])).CopyTo(result[i..]);
        for (; i < result.Length; i++) result[i] = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
    }
}
