namespace MusicGen.Contracts.Tests;

public sealed class AnswerTests
{
    [Fact]
    public void Answer_FromValue_Succeeds()
    {
        Answer<string> answer = "value";

        Assert.True(answer.Succeeded);
        Assert.Equal("value", answer.Value);
        Assert.Null(answer.Problem);
    }

    [Fact]
    public void Answer_FromProblem_Fails()
    {
        var problem = new Problem(ProblemKind.NotFound, "corpus-not-found", "There is no corpus 'jazz'.");

        Answer<string> answer = problem;

        Assert.False(answer.Succeeded);
        Assert.Same(problem, answer.Problem);
    }
}
