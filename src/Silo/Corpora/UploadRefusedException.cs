using MusicGen.Contracts;

namespace MusicGen.Silo.Corpora;

/// <summary>An upload is not taken; nothing of it is kept.</summary>
internal sealed class UploadRefusedException(Problem problem) : Exception(problem.Detail)
{
    public UploadRefusedException(ProblemKind kind, string code, string detail)
        : this(new Problem(kind, code, detail))
    {
    }

    public Problem Problem { get; } = problem;

    public static UploadRefusedException TooLarge(string detail) => new(ProblemKind.TooLarge, "upload-too-large", detail);

    public static UploadRefusedException Damaged(string detail) => new(ProblemKind.Invalid, "upload-damaged", detail);
}
