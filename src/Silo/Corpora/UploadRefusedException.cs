using MusicGen.Contracts;

namespace MusicGen.Silo.Corpora;

/// <summary>An upload is not taken; nothing of it is kept.</summary>
internal sealed class UploadRefusedException(ProblemKind kind, string code, string detail) : Exception(detail)
{
    public Problem Problem { get; } = new(kind, code, detail);

    public static UploadRefusedException TooLarge(string detail) => new(ProblemKind.TooLarge, "upload-too-large", detail);

    public static UploadRefusedException Damaged(string detail) => new(ProblemKind.Invalid, "upload-damaged", detail);
}
