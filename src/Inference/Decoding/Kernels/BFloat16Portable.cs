using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicGen.Inference.Decoding.Kernels;

/// <summary>Weights in bfloat16, multiplied in single precision, four columns in a register of any machine.</summary>
internal readonly struct BFloat16Portable : IFloatsPortable<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref readonly ushort weights) => (Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(in Unsafe.As<ushort, byte>(ref Unsafe.AsRef(in weights)))).AsUInt16()) << BFloat16.Shift).AsSingle();

    public static ushort Encode(float weight, float scale) => BFloat16.Encode(weight);
}
